import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Middleware } from 'koa'
import { openHttpApp, type TestHttpApp } from '../../tests/peers/http-app.ts'
import { readForm } from '../http/body.ts'
import { Router } from '../http/router.ts'
import { checkCsrf } from './check-csrf.ts'

const token = 'token-of-the-session'
let app: TestHttpApp
let done = 0

before(async () => {
  const router = new Router()
  router.post('/form', checkCsrf as Middleware, async (ctx) => {
    done += 1
    ctx.body = Object.fromEntries(await readForm(ctx))
  })
  router.post('/json', checkCsrf as Middleware, (ctx) => {
    done += 1
    ctx.body = 'done'
  })
  const identity: Middleware = (ctx, next) => {
    ctx.state['person'] = { csrf: ctx.query['none'] === undefined ? token : '' }
    return next()
  }
  app = await openHttpApp({ routers: [router], identity })
})
after(() => app.close())

const post = (path: string, body: BodyInit, headers: Readonly<Record<string, string>> = {}) =>
  fetch(app.url + path, { method: 'POST', body, headers })
const form = (fields: Readonly<Record<string, string>>, path = '/form') =>
  post(path, new URLSearchParams(fields))
const json = (headers: Readonly<Record<string, string>>) =>
  post('/json', '{}', { 'content-type': 'application/json', ...headers })
test('a form with the session’s own token is taken, and can be read afterwards', async () => {
  const answer = await form({ csrf: token, name: 'x' })
  assert.deepEqual(await answer.json(), { csrf: token, name: 'x' })
})

const forged: Readonly<Record<string, () => Promise<Response>>> = {
  'without a token': () => form({ name: 'x' }),
  'with an empty one': () => form({ csrf: '' }),
  'with another one': () => form({ csrf: 'token-of-bob' }),
  'with a part of it': () => form({ csrf: token.slice(0, -1) }),
  'with more than it': () => form({ csrf: `${token}x` }),
  'with it in the address alone': () => form({ name: 'x' }, `/form?csrf=${token}`),
  'with it after another one': () =>
    post(
      '/form',
      new URLSearchParams([
        ['csrf', 'x'],
        ['csrf', token],
      ]),
    ),
  'of somebody without a token, with none': () => form({ csrf: '' }, '/form?none'),
  'as JSON without the header': () => json({}),
  'as JSON with it as a field alone': () =>
    post('/json', JSON.stringify({ csrf: token }), { 'content-type': 'application/json' }),
  'as JSON with another header': () => json({ 'x-csrf-token': 'x' }),
  'as JSON of somebody without a token': () =>
    post('/json?none', '{}', { 'content-type': 'application/json', 'x-csrf-token': '' }),
}
for (const [what, ask] of Object.entries(forged))
  test(`a request ${what} does nothing, and says how to go on`, async () => {
    const before = done
    const answer = await ask()
    assert.equal(answer.status, 403)
    const { code, remedy } = (await answer.json()) as { code: string; remedy: string }
    assert.deepEqual([code, remedy], ['csrf', 'Reload the page and try again.'])
    assert.equal(done, before)
  })

test('JSON with the token in its header is taken', async () => {
  assert.equal(await (await json({ 'x-csrf-token': token })).text(), 'done')
})

test('what is neither a form nor JSON is refused before anything is done', async () => {
  const before = done
  for (const type of ['text/plain', 'multipart/form-data; boundary=x', ''])
    assert.equal((await post('/form', `csrf=${token}`, { 'content-type': type })).status, 400, type)
  assert.equal(done, before)
})
