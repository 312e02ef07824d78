import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { test, type TestContext } from 'node:test'
import { openLoopbackServer } from '../../tests/peers/loopback-server.ts'
import { retrying } from './retrying.ts'
import { oauthServer, type OAuthServer } from './oauth-server.ts'

async function answering(t: TestContext, listener: RequestListener): Promise<OAuthServer> {
  const server = await openLoopbackServer(listener)
  t.after(() => server[Symbol.asyncDispose]())
  return oauthServer(`${server.url}/`, new AbortController().signal)
}

const saying = (t: TestContext, body: unknown, status = 200): Promise<OAuthServer> =>
  answering(t, (_request, response) => response.writeHead(status).end(JSON.stringify(body)))

const device = {
  device_code: 'add_x',
  user_code: 'ABCD-EFGH',
  verification_uri: 'https://data.example.com/device',
  expires_in: 600,
}

test('a device grant without an interval is asked for every five seconds', async (t) => {
  const begun = await (await saying(t, device)).beginDevice(undefined)
  assert.deepEqual(begun, {
    deviceCode: 'add_x',
    userCode: 'ABCD-EFGH',
    address: 'https://data.example.com/device',
    seconds: 600,
    intervalSeconds: 5,
  })
})

test('what a server wants to show on the terminal or open in the browser is only what can be', async (t) => {
  for (const over of [
    { user_code: '\u001b[2Jx' },
    { user_code: 'a b' },
    { verification_uri: 'javascript:alert(1)' },
    { verification_uri: 'file:///etc/passwd' },
    { device_code: 'a\nb' },
    { expires_in: '600' },
  ]) {
    const server = await saying(t, { ...device, ...over })
    await assert.rejects(server.beginDevice('x'), { code: 'unexpected_answer' })
  }
  for (const authorization_endpoint of ['javascript:alert(1)', 'data-analyst://x', '/relative']) {
    const server = await saying(t, { issuer: 'x', authorization_endpoint })
    await assert.rejects(server.describe(), { code: 'unexpected_answer' })
  }
})

test('an address in another alphabet, or with blanks for the terminal, is written out plainly', async (t) => {
  const server = await saying(t, { ...device, verification_uri: 'https://x.example/\u001b[2J' })
  const begun = await server.beginDevice(undefined)
  assert.ok(!('refused' in begun) && !begun.address.includes('\u001b'))
})

test('a refusal is told by its code, and a limit with the time to wait', async (t) => {
  const refusing = await saying(t, { error: 'invalid_grant' }, 400)
  assert.deepEqual(await refusing.tokens({}), { refused: 'invalid_grant' })
  const limited = await answering(t, (_request, response) =>
    response.writeHead(429, { 'retry-after': '7' }).end('{"error":"slow_down"}'),
  )
  assert.deepEqual(await limited.tokens({}), { refused: 'slow_down', retryAfterMs: 7000 })
})

test('what is no answer of a portal is neither tokens nor a refusal', async (t) => {
  for (const [body, status] of [
    [{ access_token: 'x' }, 200],
    [{ access_token: 'x', refresh_token: 'y', token_type: 'mac', expires_in: 1 }, 200],
    [{ error: '<html>' }, 400],
    ['text', 403],
  ] as const) {
    const server = await saying(t, body, status)
    await assert.rejects(server.tokens({}), { code: 'unexpected_answer' })
  }
  const html = await answering(t, (_request, response) => response.end('<html>'))
  await assert.rejects(html.tokens({}), { code: 'unexpected_answer' })
})

test('tokens follow no redirect to another address', async (t) => {
  const asked: (string | undefined)[] = []
  const server = await answering(t, (request, response) => {
    asked.push(request.url)
    response.writeHead(307, { location: '/again' }).end()
  })
  await assert.rejects(server.revoke('adr_x'), { code: 'server_unreachable' })
  assert.deepEqual(asked, ['/oauth/revoke'])
})

test('a server that fails for now may be asked again', async (t) => {
  const server = await saying(t, {}, 503)
  await assert.rejects(server.tokens({}), { code: 'server_busy' })
  await assert.rejects(server.describe(), { code: 'server_busy' })
  await assert.rejects(server.revoke('x'), { code: 'server_busy' })
})

const given = { access_token: 'a', refresh_token: 'r2', token_type: 'Bearer', expires_in: 900 }

// It was taken for an answer that no portal gives: the next run showed the old token again, and the link was ended.
test('tokens that were cut off on their way can be asked for again', async (t) => {
  let cut = true
  const server = await answering(t, (request, response) => {
    const body = JSON.stringify(given)
    if (!cut) {
      response.end(body)
      return
    }
    cut = false
    response.writeHead(200, { 'content-length': body.length }).write(body.slice(0, 20))
    setImmediate(() => request.socket.destroy())
  })
  const ask = () => server.tokens({ grant_type: 'refresh_token', refresh_token: 'r1' })
  const tokens = await retrying(ask, new AbortController().signal, {
    ...{ attempts: 2, firstMs: 1, longestMs: 1 },
  })
  assert.ok(!('refused' in tokens))
  assert.equal(tokens.refreshToken, 'r2')
})

test('an answer that is whole and no JSON is not asked for again', async (t) => {
  const server = await answering(t, (_request, response) => response.end('<!doctype html>'))
  await assert.rejects(server.tokens({}), { code: 'unexpected_answer' })
})
