import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkReason } from './network-reason.ts'

// `localhost` and a server with IPv6 have two addresses: what Node throws then has no words of its own.
test('where several addresses were tried in vain the code says why, and what fetch adds says nothing', () => {
  const both = Object.assign(new AggregateError([new Error('one'), new Error('two')]), {
    code: 'ECONNREFUSED',
  })
  for (const [error, reason] of [
    [both, 'ECONNREFUSED'],
    [new TypeError('fetch failed', { cause: both }), 'ECONNREFUSED'],
    [new TypeError('fetch failed', { cause: new Error('other side closed') }), 'other side closed'],
    [new Error('nothing came for 30 s'), 'nothing came for 30 s'],
  ] as const) {
    assert.equal(networkReason(error), reason)
  }
})
