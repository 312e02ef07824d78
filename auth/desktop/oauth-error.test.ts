import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import Koa, { type Context } from 'koa'
import { BadRequest, Forbidden, TooLarge, TooManyRequests, Unavailable } from '#core/errors.ts'
import { answerOAuthErrors, OAuthError } from './oauth-error.ts'

/** What a program gets when its request ends so. */
async function answered(step: () => Promise<void>): Promise<Context> {
  const request = new IncomingMessage(new Socket())
  const ctx = new Koa().createContext(request, new ServerResponse(request)) as Context
  await answerOAuthErrors(ctx, step)
  return ctx
}
const failing = (error: unknown) => () => Promise.reject(error as Error)

test('a refusal is told in the words of RFC 6749, and is not stored', async () => {
  const ctx = await answered(failing(new OAuthError('invalid_grant', 'Not good.')))
  assert.equal(ctx.status, 400)
  assert.deepEqual(ctx.body, { error: 'invalid_grant', error_description: 'Not good.' })
  assert.equal(ctx.response.get('cache-control'), 'no-store')
})

test('too many requests are told to slow down, and for how long', async () => {
  const headers = { 'Retry-After': '17' }
  const error = new TooManyRequests('too_many_tries', 'There were too many tries', { headers })
  const ctx = await answered(failing(error))
  assert.equal(ctx.status, 429)
  assert.deepEqual(ctx.body, { error: 'slow_down', error_description: 'There were too many tries' })
  assert.equal(ctx.response.get('retry-after'), '17')
})

test('whatever else is wrong with a request is an invalid one', async () => {
  for (const error of [
    new BadRequest('not_a_form', 'A form was expected'),
    new Forbidden('csrf', 'This form has expired.'),
    new TooLarge('body_too_large', 'At most 9 bytes are taken here'),
  ]) {
    const ctx = await answered(failing(error))
    assert.equal(ctx.status, 400)
    assert.deepEqual(ctx.body, { error: 'invalid_request', error_description: error.message })
  }
})

test('a failure of ours goes on as it is: no program is told to begin anew because a database is away', async () => {
  for (const error of [new Unavailable('down', 'x'), new Error('x'), new TypeError('x'), 'x'])
    await assert.rejects(answered(failing(error)), (same) => same === error)
})

test('what succeeds is left alone', async () => {
  const ctx = await answered(() => Promise.resolve())
  assert.equal(ctx.response.get('cache-control'), undefined)
  assert.equal(ctx.body, undefined)
})
