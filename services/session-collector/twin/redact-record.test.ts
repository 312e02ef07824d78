import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import type { Fields } from '../transcript/record.ts'
import { redactRecord } from './redact-record.ts'

const { below, pick } = chooser(23)
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const random = (length: number) =>
  Array.from({ length }, () => letters[below(letters.length)]).join('')

/** Secrets of kinds that nobody mistakes, new ones at each call. */
const secrets: readonly (() => string)[] = [
  () => `ghp_${random(36)}`,
  () => `AKIA${random(16).toUpperCase()}`,
  () => `xoxb-${below(1e9) + 1e11}-${random(24)}`,
  () => `-----BEGIN PRIVATE KEY-----\n${random(64)}\n${random(64)}\n-----END PRIVATE KEY-----`,
  () => `${random(8).toLowerCase()}@${random(8).toLowerCase()}.com`,
]

/** A value of any shape that has the text in it somewhere, with harmless ones around. */
function around(text: string, depth = 0): unknown {
  if (depth > 5 || below(4) === 0)
    return pick([text, `use ${text} here`, `a\nb: "${text}"\n`, `KEY=${text}; next`])
  const inner = around(text, depth + 1)
  return pick<unknown>([
    { content: inner, type: 'text', n: below(100) },
    ['first', inner, null, true],
    { [`field_${random(3)}`]: inner },
    { input: { command: 'ls -la', extra: inner } },
  ])
}

test('wherever a secret stands in a record, nothing of it is in the twin', () => {
  for (let round = 0; round < 50; round += 1) {
    const secret = secrets[round % secrets.length]?.() ?? ''
    const record = { type: 'user', message: around(secret) }
    const twin = JSON.stringify(redactRecord(record, 'key'))
    const [start] = secret.split('@')
    assert.ok(!twin.includes(start?.slice(-20) ?? ''), `${JSON.stringify(record)} → ${twin}`)
    assert.match(twin, /\[REDACTED:[\w-]+#[0-9a-f]{6}\]/)
  }
})

test('a key of letters alone was taken for a word where it stood by itself', () => {
  const key = 'AKIAZOXLQCXSBRSPGSEB'
  const twin = redactRecord({ type: 'user', message: { content: key } }, 'key')
  assert.match(JSON.stringify(twin), /"content":"\[REDACTED:aws-access-key#[0-9a-f]{6}\]"/)
})

test('equal records have equal twins, whose marks nobody makes without the key', () => {
  for (let round = 0; round < 20; round += 1) {
    const record = { type: 'user', message: around(secrets[round % secrets.length]?.() ?? '') }
    const twin = redactRecord(record, 'key')
    assert.deepEqual(redactRecord(record, 'key'), twin)
    assert.notDeepEqual(redactRecord(record, 'another key'), twin)
  }
})

test('what holds no secret keeps its shape and its words, with names that programs know otherwise', () => {
  const record = JSON.parse(`{
    "type": "assistant", "uuid": "6f1c8b9e-0a1b-4c2d-8e3f-123456789abc", "isMeta": false, "parentUuid": null,
    "timestamp": "2026-02-03T08:00:00.123Z", "__proto__": {"constructor": ["a", {"b": []}]},
    "message": {"content": [{"type": "text", "text": "Let us look at the orders of last week."}],
      "usage": {"input_tokens": 12345678, "output_tokens": 0.5, "n": -3}}, "empty": {}, "blank": ""
  }`) as Fields
  const twin = redactRecord(record, 'key')
  assert.equal(JSON.stringify(twin), JSON.stringify(record))
  assert.equal(Object.getPrototypeOf(twin), Object.prototype)
})

test('what repeats the record or is of use to a program alone is left out at every depth', () => {
  const block = { signature: 'x', toolUseResult: { originalFile: 'y' }, kept: 1 }
  assert.deepEqual(redactRecord({ a: [{ ...block, inner: block }], originalFile: 'z' }, 'key'), {
    a: [{ kept: 1, inner: { kept: 1 } }],
  })
})

test('a record is changed for its twin alone', () => {
  const record = { type: 'user', message: { content: [`use ghp_${random(36)}`], signature: 'x' } }
  const before = structuredClone(record)
  redactRecord(record, 'key')
  assert.deepEqual(record, before)
})

test('a record that is nested without end is told as such from some depth on, and its secrets are not', () => {
  const secret = `ghp_${random(36)}`
  let nested: unknown = secret
  for (let depth = 0; depth < 20_000; depth += 1) nested = depth % 2 ? [nested] : { a: nested }
  const twin = JSON.stringify(redactRecord({ type: 'user', nested, password: nested }, 'key'))
  assert.match(twin, /\(nested too deeply\)/)
  assert.ok(!twin.includes(secret))
})

test('a long text is cut before the word that is cut in two, however long its words are', () => {
  const cutOf = (text: string) => redactRecord({ text }, 'key')['text']
  assert.equal(cutOf(`${'ab '.repeat(6666)}cdefgh`), 'ab '.repeat(6666))
  assert.equal(cutOf('x'.repeat(20_001)), '')
  // Where the border falls behind a blank, no word is cut in two.
  assert.equal(cutOf(`${'ab '.repeat(6666)}c d`), `${'ab '.repeat(6666)}c `)
  const wide = `${'ž'.repeat(19_990)} ${'y'.repeat(50)}`
  assert.equal(cutOf(wide), `${'ž'.repeat(19_990)} `)
})

for (const [what, record] of [
  ['a mark that somebody wrote', { text: '[REDACTED:github-token#000000] is not cut up' }],
  ['an empty record', {}],
  ['a list of nothing', { list: [[], {}, ''] }],
  ['half a character', { text: 'a \ud83d b' }],
] as const)
  test(`${what} is no secret, and does no harm`, () => {
    const twin = redactRecord(record, 'key')
    assert.deepEqual(Object.keys(twin), Object.keys(record))
    assert.ok(JSON.stringify(twin).isWellFormed())
  })
