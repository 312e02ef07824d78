import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test, type TestContext } from 'node:test'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { listDevices, unlinkDevicesOf } from '#core/identity/devices.ts'
import { createToken } from '#core/identity/tokens.ts'
import type { RootManifest } from '#core/sync/root.ts'
import { signRoot } from '#core/sync/signature.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openLoopbackServer, type LoopbackServer } from '../../tests/peers/loopback-server.ts'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { readLogin } from './login-record.ts'
import { runAnalyst } from './run-analyst.ts'
import { workspaceAt } from './workspace.ts'

const newKey = () => generateKeyPairSync('ed25519').privateKey
let portal: TestPortal
let person: FormBrowser
let personId: string
let key = newKey()

/** The edge: /sync goes to a small server of roots that asks for good tokens, all else to the portal. */
async function front(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { authorization = '', accept, 'content-type': type } = request.headers
  if (request.url === '/sync/v1/root') {
    const known = await principalOfBearer(portal, authorization.replace('Bearer ', ''))
    const root: RootManifest = {
      v: 1,
      gen: 1,
      created: 'now',
      engine: 'x',
      tables: [],
      assets: [],
    }
    response.writeHead(known ? 200 : 401).end(known && JSON.stringify(signRoot(root, key)))
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = 'GET' } = request
  const headers = { ...(accept && { accept }), ...(type && { 'content-type': type }) }
  const body = method === 'POST' ? { body: Buffer.concat(chunks) } : {}
  const answer = await fetch(portal.url + String(request.url), { method, headers, ...body })
  response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
}

let server: LoopbackServer
let url: string

before(async () => {
  portal = await openTestPortal()
  personId = (await portal.addPerson('ann@acme.com')).id
  person = new FormBrowser(portal.url)
  await person.signIn('ann@acme.com', testPassword)
  server = await openLoopbackServer((request, response) => void front(request, response))
  url = `${server.url}/`
})
beforeEach(() => unlinkDevicesOf(portal.db, personId))
after(async () => {
  await server[Symbol.asyncDispose]()
  await portal[Symbol.asyncDispose]()
})

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'link-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

/** The person allows whatever their browser is sent to. */
async function allow(address: string): Promise<void> {
  const { pathname, search, searchParams } = new URL(address)
  const fields = { ...Object.fromEntries(searchParams), decision: 'allowed' }
  const { headers } = await person.submit(pathname + search, '/desktop/authorize', fields)
  await fetch(headers.get('location') ?? '')
}

async function login(dir: string, args: readonly string[] = [], stdin = '', token?: string) {
  const io = memoryIo({ cwd: dir, openBrowser: allow, token }, stdin)
  const code = await runAnalyst(['login', '--server', url, ...args], io)
  await new Promise(setImmediate)
  return { code, out: io.out(), err: io.err() }
}

const devices = async (): Promise<readonly string[]> =>
  (await listDevices(portal.db, personId)).map(({ id }) => id)

const recordOf = (dir: string) => readLogin(workspaceAt(dir))

const personal = async (): Promise<string> =>
  (await createToken(portal.db, { personId, name: 'ci' })).token

test('a folder that is linked anew is one device, not two', async (t) => {
  const dir = await folder(t)
  assert.equal((await login(dir)).code, 0)
  const [first] = await devices()
  const { code, out, err } = await login(dir)
  assert.equal(code, 0, err)
  assert.equal(out, `signed in at ${url}: 0 tables can be synced\n`)
  const [second, ...more] = await devices()
  assert.deepEqual(more, [])
  assert.notEqual(second, first)
  assert.ok(await principalOfBearer(portal, (await recordOf(dir))?.accessToken ?? ''))
})

test('a server with another key gets no link: the new device ends, the earlier one stays', async (t) => {
  const dir = await folder(t)
  await login(dir)
  const [before, record] = [await devices(), await recordOf(dir)]
  key = newKey()
  const { code, err } = await login(dir)
  assert.equal(code, 1)
  assert.match(err, /signs with another key/)
  assert.deepEqual(await devices(), before)
  assert.deepEqual(await recordOf(dir), record)
  assert.equal((await login(dir, ['--trust-new-key'])).code, 0)
})

test('a personal token takes the place of a link, and a link that of a token', async (t) => {
  const dir = await folder(t)
  const { token, login: linked } = workspaceAt(dir)
  await login(dir)
  const given = await personal()
  assert.equal((await login(dir, ['--token', '-'], `${given}\n`)).code, 0)
  assert.equal(await readFile(token, 'utf8'), `${given}\n`)
  assert.equal((await stat(token)).mode & 0o777, 0o600)
  await assert.rejects(stat(linked), { code: 'ENOENT' })
  assert.deepEqual(await devices(), [])
  assert.equal((await login(dir)).code, 0)
  await assert.rejects(stat(token), { code: 'ENOENT' })
  assert.equal((await devices()).length, 1)
})

test('a personal token that is not good changes nothing', async (t) => {
  const dir = await folder(t)
  await login(dir)
  const before = await recordOf(dir)
  for (const args of [
    ['--token', 'ada_wrong'],
    ['--token', '-'],
    ['--token', 'x', '--device'],
  ]) {
    assert.notEqual((await login(dir, args)).code, 0)
  }
  assert.deepEqual(await recordOf(dir), before)
  assert.equal((await devices()).length, 1)
})

test('ANALYST_TOKEN is stored as it was before, unless a code is asked for', async (t) => {
  const dir = await folder(t)
  const given = await personal()
  assert.equal((await login(dir, [], '', given)).code, 0)
  assert.equal(await readFile(workspaceAt(dir).token, 'utf8'), `${given}\n`)
  assert.deepEqual(await devices(), [])
})

test('secrets are never on the terminal', async (t) => {
  const dir = await folder(t)
  const { out, err } = await login(dir)
  const record = await recordOf(dir)
  assert.ok(record)
  for (const secret of [record.accessToken, record.refreshToken]) {
    assert.ok(!`${out}${err}`.includes(secret))
  }
})
