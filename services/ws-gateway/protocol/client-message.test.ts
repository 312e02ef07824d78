import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAuthMessage, readClientMessage } from './client-message.ts'

const largest = Number.MAX_SAFE_INTEGER

for (const [text, understood] of [
  ['{"type":"pong"}', { type: 'pong' }],
  [' {"type":"pong","more":1}\n', { type: 'pong' }],
  ['{"type":"ack","seq":0}', { type: 'ack', seq: 0 }],
  [`{"type":"ack","seq":${largest}}`, { type: 'ack', seq: largest }],
  ['{"type":"read","seqs":[3,1,3]}', { type: 'read', seqs: [3, 1, 3] }],
  ['{"type":"dismiss","seqs":[5]}', { type: 'dismiss', seqs: [5] }],
  ['{"type":"auth","token":"t"}', { type: 'auth', token: 't' }],
] as const)
  test(`a client that says ${text.trim()} is understood`, () => {
    assert.deepEqual(readClientMessage(text), understood)
  })

for (const text of [
  '',
  'pong',
  'null',
  '[]',
  '"pong"',
  '{}',
  '{"type":"PONG"}',
  '{"type":"__proto__"}',
  '{"type":["pong"]}',
  '{"type":"ping"}',
  '{"type":"dismissed","seqs":[1]}',
  '{"type":"ack"}',
  '{"type":"ack","seq":-1}',
  '{"type":"ack","seq":1.5}',
  '{"type":"ack","seq":"1"}',
  '{"type":"ack","seq":9007199254740993}',
  '{"type":"ack","seq":1e999}',
  '{"type":"read"}',
  '{"type":"read","seqs":[]}',
  '{"type":"read","seqs":5}',
  '{"type":"read","seqs":[1,null]}',
  '{"type":"auth","token":""}',
])
  test(`a client that says ${text || 'nothing'} is understood by nobody, and does no harm`, () => {
    assert.equal(readClientMessage(text), undefined)
  })

test('a thousand numbers are read or dismissed at once, and no more', () => {
  for (const type of ['read', 'dismiss']) {
    const said = (count: number) =>
      readClientMessage(JSON.stringify({ type, seqs: Array.from({ length: count }, (_, n) => n) }))
    assert.equal(said(1000)?.type, type)
    assert.equal(said(1001), undefined)
  }
})

for (const [what, cursor, kept] of [
  ['where it stands', { epoch: 'e', seq: 7 }, { epoch: 'e', seq: 7 }],
  ['that it stands nowhere yet', null, null],
  ['what its device acknowledged', 'acknowledged', 'acknowledged'],
  ['nothing, as a client of the first version', undefined, undefined],
] as const)
  test(`the first message may tell ${what}`, () => {
    const message = readAuthMessage(JSON.stringify({ type: 'auth', token: 't', cursor }))
    assert.deepEqual(message, {
      type: 'auth',
      token: 't',
      ...(kept !== undefined && { cursor: kept }),
    })
  })

const EXPECTED = 'Expected auth message with token'
for (const [text, reason] of [
  ['', 'Invalid JSON'],
  ['{"type":"auth","token":"t"', 'Invalid JSON'],
  ['null', EXPECTED],
  ['"auth"', EXPECTED],
  ['{"type":"pong"}', EXPECTED],
  ['{"type":"auth"}', EXPECTED],
  ['{"type":"auth","token":""}', EXPECTED],
  ['{"type":"auth","token":{}}', EXPECTED],
  ['{"type":"auth","token":"t","cursor":"read"}', EXPECTED],
  ['{"type":"auth","token":"t","cursor":7}', EXPECTED],
  ['{"type":"auth","token":"t","cursor":{"epoch":"e"}}', EXPECTED],
  ['{"type":"auth","token":"t","cursor":{"epoch":"e","seq":-1}}', EXPECTED],
  [`{"type":"auth","token":"t","cursor":{"epoch":"${'e'.repeat(65)}","seq":1}}`, EXPECTED],
] as const)
  test(`a first message of ${text.slice(0, 60) || 'nothing'} is refused: ${reason}`, () => {
    assert.equal(readAuthMessage(text), reason)
  })

test('a message that is nested without end is none, and ends no process', () => {
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
  assert.equal(readClientMessage(`{"type":"read","seqs":${deep}}`), undefined)
  assert.equal(typeof readAuthMessage(`{"type":"auth","token":${deep}}`), 'string')
})
