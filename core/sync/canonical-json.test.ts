import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson } from './canonical-json.ts'

test('the example of RFC 8785 §3.2.2 comes out as the RFC says', () => {
  const value = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  assert.equal(
    canonicalJson(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('keys are sorted by their UTF-16 code units (RFC 8785 §3.2.3)', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
  const object = Object.fromEntries(keys.map((key) => [key, 0]))
  assert.deepEqual(Object.keys(JSON.parse(canonicalJson(object))).sort(), [...sorted].sort())
  assert.equal(
    canonicalJson(object),
    `{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`,
  )
})

test('absent fields are left out and what JSON cannot hold is refused', () => {
  assert.equal(canonicalJson({ b: undefined, a: [] }), '{"a":[]}')
  for (const value of [Number.NaN, Infinity, undefined, 1n, () => 1, [undefined]]) {
    assert.throws(() => canonicalJson(value), TypeError)
  }
})
