import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { test } from 'node:test'
import { gatewaySecret, tokenOf } from '../../../tests/peers/gateway.ts'
import { readToken, type ReadToken } from './read-token.ts'
import { rememberTokens } from './remember-tokens.ts'

const rules = { secret: createSecretKey(Buffer.from(gatewaySecret)), issuer: 'data-analyst' }

/** A memory, and the tokens that had to be read. */
function remembering(limit?: number): { readonly show: ReadToken; readonly read: string[] } {
  const read: string[] = []
  const show = rememberTokens((token) => {
    read.push(token)
    return readToken(token, rules)
  }, limit)
  return { show, read }
}

test('a good token is read once, a bad one every time', () => {
  const { show, read } = remembering()
  const good = tokenOf('ann')
  const bad = tokenOf('ann', {}, 'another secret')
  assert.equal(show(good)?.sub, 'ann')
  assert.equal(show(good)?.sub, 'ann')
  assert.equal(show(bad), undefined)
  assert.equal(show(bad), undefined)
  assert.deepEqual(read, [good, bad, bad])
})

test('a token with the same claims and another signature is not the one that is known', () => {
  const { show } = remembering()
  const good = tokenOf('ann')
  show(good)
  assert.equal(show(`${good.slice(0, -8)}AAAAAAAA`), undefined)
})

test('a token that was good ends with its time', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const { show } = remembering()
  const token = tokenOf('ann', { exp: Math.floor(Date.now() / 1000) + 60 })
  assert.equal(show(token)?.sub, 'ann')
  t.mock.timers.tick(61_000)
  assert.equal(show(token), undefined)
})

test('the memory has an end: the oldest is read again', () => {
  const { show, read } = remembering(2)
  const [a, b, c] = [tokenOf('a'), tokenOf('b'), tokenOf('c')]
  for (const token of [a, b, c, b, c, a]) show(token)
  assert.deepEqual(read, [a, b, c, a])
})
