import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearerToken } from './bearer-token.ts'

test('the token is found however the scheme is written and whatever blanks stand around it', () => {
  for (const given of ['Bearer ada_x', 'bearer ada_x', 'BEARER   ada_x', 'Bearer ada_x ']) {
    assert.equal(bearerToken(given), 'ada_x', given)
  }
})

test('what is no such header has no token', () => {
  for (const given of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic ada_x',
    'Bearerada_x',
    'Bearer a b',
  ]) {
    assert.equal(bearerToken(given), undefined, given)
  }
})
