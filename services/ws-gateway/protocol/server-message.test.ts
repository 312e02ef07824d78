import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textFrame } from './frame.ts'
import {
  authErrorFrame,
  authOkFrame,
  authRenewedFrame,
  markFrame,
  notificationFrame,
  PING,
  reconnectFrame,
  tokenExpiringFrame,
} from './server-message.ts'

/** Reads a frame as RFC 6455 section 5.2 says, and asserts that it is one whole unmasked text. */
function textIn(frame: Buffer): string {
  assert.equal(frame[0], 0x81, 'the last frame of a text, no extension')
  const short = frame[1] ?? 0
  assert.equal(short & 0x80, 0, 'a server masks nothing')
  const [length, head] =
    short < 126
      ? [short, 2]
      : short === 126
        ? [frame.readUInt16BE(2), 4]
        : [Number(frame.readBigUInt64BE(2)), 10]
  assert.equal(head === 4 && length < 126, false, 'the shortest form is due')
  assert.equal(head === 10 && length < 65_536, false, 'the shortest form is due')
  assert.equal(frame.length, head + length)
  return new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(head))
}

const messageIn = (frame: Buffer) => JSON.parse(textIn(frame)) as Record<string, unknown>

for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
  test(`a text of ${length} bytes is one frame with its length in the shortest form`, () => {
    for (const text of [
      'x'.repeat(length),
      `${'😀'.repeat(length / 4)}${'x'.repeat(length % 4)}`,
    ]) {
      const frame = textFrame(text)
      assert.ok(textIn(frame) === text)
    }
  })

test('half a character, which no frame of text may hold, becomes the replacement character', () => {
  assert.equal(textIn(textFrame('a\ud83d')), 'a\ufffd')
})

const entry = (body: string) => ({ seq: 42, id: 'inbox-id', username: 'ann', body })

for (const [what, body, expected] of [
  ['nothing but what is added', '{}', { id: 'inbox-id' }],
  ['a title', '{"title":"T"}', { title: 'T', id: 'inbox-id' }],
  ['an id of its sender first', '{"id":"own","title":"T"}', { id: 'own', title: 'T' }],
  ['an id of its sender later', '{"title":"T", "id" : 7}', { title: 'T', id: 7 }],
  [
    'an id further down alone',
    '{"data":{"id":"inner"}}',
    { data: { id: 'inner' }, id: 'inbox-id' },
  ],
  ['an id in a text alone', '{"message":"\\"id\\": 5"}', { message: '"id": 5', id: 'inbox-id' }],
  [
    'a number of its sender, as stored earlier',
    '{"seq":1,"title":"T"}',
    { title: 'T', id: 'inbox-id' },
  ],
  ['nothing but such a number', '{"seq":1}', { id: 'inbox-id' }],
  ['such a number and an id of its sender', '{"id":"own","seq" :9}', { id: 'own' }],
  ['a number further down', '{"data":{"seq":1}}', { data: { seq: 1 }, id: 'inbox-id' }],
  ['a number in a text', '{"message":"\\"seq\\": 5"}', { message: '"seq": 5', id: 'inbox-id' }],
  [
    'names that programs know otherwise',
    '{"constructor":1,"toString":2}',
    { constructor: 1, toString: 2, id: 'inbox-id' },
  ],
] as const)
  test(`a notification of ${what} has the type and the number that the gateway gives`, () => {
    const message = messageIn(notificationFrame(entry(body)))
    assert.deepEqual({ ...message }, { type: 'notification', seq: 42, ...expected })
  })

test('every other message says its type, and what its client needs', () => {
  const resumed = { head: { epoch: 'e', seq: 9 }, replay: 3, gap: true, unread: 4 }
  assert.deepEqual(
    [
      PING,
      authOkFrame('ann'),
      authOkFrame('ann', resumed),
      authErrorFrame('no "such" token'),
      authRenewedFrame(1_800_000_000),
      tokenExpiringFrame(1_800_000_000),
      reconnectFrame(500),
      markFrame('read', [1, 2], ['a', 'b']),
      markFrame('dismissed', [], []),
    ].map(messageIn),
    [
      { type: 'ping' },
      { type: 'auth_ok', username: 'ann' },
      { type: 'auth_ok', username: 'ann', epoch: 'e', head: 9, replay: 3, gap: true, unread: 4 },
      { type: 'auth_error', message: 'no "such" token' },
      { type: 'auth_renewed', expires_at: 1_800_000_000 },
      { type: 'token_expiring', expires_at: 1_800_000_000 },
      { type: 'reconnect', after_ms: 500 },
      { type: 'read', seqs: [1, 2], ids: ['a', 'b'] },
      { type: 'dismissed', seqs: [], ids: [] },
    ],
  )
})
