import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { test, type TestContext } from 'node:test'
import { z } from 'zod'
import { AppError } from '#core/errors.ts'
import { openLoopbackServer } from '../../tests/peers/loopback-server.ts'
import { fixedAccess } from './access.ts'
import { inviteLive } from './live-server.ts'
import { openPortal } from './portal-request.ts'
import { scriptServer } from './script-server.ts'
import { sessionServer } from './session-server.ts'

/** The address of a server that answers so, and what it was asked. */
async function serve(t: TestContext, listener: RequestListener) {
  const asked: string[] = []
  const server = await openLoopbackServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    listener(request, response)
  })
  t.after(() => server[Symbol.asyncDispose]())
  return { url: `${server.url}/`, asked }
}

const { signal } = new AbortController()
const access = fixedAccess('token')
const anything = z.object({ a: z.number() })

/** Every request of every verb, as a program makes it. */
const requests = (url: string) => ({
  'scripts list': () => scriptServer(url, access, signal).list(),
  'scripts push': () => scriptServer(url, access, signal).push('a.sql', Buffer.from('SELECT 1')),
  'scripts run': () => scriptServer(url, access, signal).run('a.sql'),
  'scripts logs': () => scriptServer(url, access, signal).runs('a.sql'),
  'sessions list': () => sessionServer(url, access, signal).list(),
  'sessions push': () => sessionServer(url, access, signal).push('a', 0, Buffer.from('{}\n')),
  listen: () => inviteLive(url, access, signal),
})

// Each ended in an error of the JSON parser’s, without a word of what to do.
test('a page of a proxy’s in the place of the portal’s answer is told, with what to check', async (t) => {
  const { url } = await serve(t, (_request, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><p>Sign in to the network')
  })
  for (const [what, ask] of Object.entries(requests(url))) {
    await assert.rejects(
      ask() as Promise<unknown>,
      (error: unknown) =>
        error instanceof AppError &&
        error.code === 'unexpected_answer' &&
        error.remedy !== undefined,
      what,
    )
  }
})

test('JSON that is not what was asked for is no answer either', async (t) => {
  const { url } = await serve(t, (_request, response) =>
    response.end('{"scripts":"none","sessions":{}}'),
  )
  for (const what of ['scripts list', 'sessions list', 'scripts run'] as const)
    await assert.rejects(requests(url)[what](), { code: 'unexpected_answer' }, what)
})

// A token went wherever the answer said, and a POST became a GET on the way.
test('no redirect is followed, so that nothing is sent to another server', async (t) => {
  const other = await serve(t, (_request, response) => response.end('{}'))
  const { url } = await serve(t, (_request, response) =>
    response.writeHead(302, { location: `${other.url}api/scripts` }).end(),
  )
  for (const [what, ask] of Object.entries(requests(url)))
    await assert.rejects(ask() as Promise<unknown>, { code: 'server_unreachable' }, what)
  assert.deepEqual(other.asked, [])
})

test('a portal below a path is asked below it', async (t) => {
  const { url, asked } = await serve(t, (_request, response) =>
    response.end('{"scripts":[],"sessions":[]}'),
  )
  await scriptServer(`${url}data/`, access, signal).list()
  await sessionServer(`${url}data/`, access, signal).list()
  assert.deepEqual(asked, ['GET /data/api/scripts', 'GET /data/api/sessions'])
})

test('a name is one part of the address, whatever is in it', async (t) => {
  const { url, asked } = await serve(t, (_request, response) => response.end('{"runs":[]}'))
  await scriptServer(url, access, signal).runs('../../admin?x=1#y %2e')
  assert.deepEqual(asked, ['GET /api/scripts/..%2F..%2Fadmin%3Fx%3D1%23y%20%252e/runs'])
})

test('a server that is away is named with the reason of the network', async (t) => {
  const { url } = await serve(t, (request) => request.socket.destroy())
  await assert.rejects(
    openPortal(url, access, signal).json({ path: 'x' }, anything),
    (error: unknown) => {
      assert.ok(error instanceof AppError)
      assert.equal(error.code, 'server_unreachable')
      assert.match(error.message, /cannot be reached: (?!fetch failed)./)
      return true
    },
  )
})

test('an answer that is cut off is no success', async (t) => {
  const { url } = await serve(t, (request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"a":1}')
    setImmediate(() => request.socket.destroy())
  })
  await assert.rejects(openPortal(url, access, signal).json({ path: 'x' }, anything), {
    code: 'unexpected_answer',
  })
})

test('a refusal is in the server’s own words, with its remedy; another answer has its status', async (t) => {
  const problem = { detail: 'Not yours.', code: 'not_yours', remedy: 'Ask its owner.' }
  const { url } = await serve(t, (request, response) =>
    request.url === '/words'
      ? response.writeHead(403).end(JSON.stringify(problem))
      : response.writeHead(502).end('<html>'),
  )
  const portal = openPortal(url, access, signal)
  await assert.rejects(portal.good({ path: 'words' }), {
    ...{ status: 403, code: 'not_yours', message: 'Not yours.', remedy: 'Ask its owner.' },
  })
  await assert.rejects(portal.json({ path: 'x' }, anything), { status: 502, code: 'server_error' })
})

test('Ctrl-C is not a server that is away', async (t) => {
  const stopping = new AbortController()
  const { url } = await serve(t, () => stopping.abort(new Error('stopped')))
  await assert.rejects(openPortal(url, access, stopping.signal).good({ path: 'x' }), /stopped/)
})
