import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadRequest, TooLarge } from '#core/errors.ts'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { notificationFrame } from '../protocol/server-message.ts'
import { readBatch, readBroadcast, readDispatch } from './dispatch-request.ts'

const requestOf = (notification: object, space?: number) =>
  JSON.stringify({ user: 'ann', notification }, null, space)

/** What a client is sent of a request, as text. */
function sentOf(text: string): string {
  const { username, body } = readDispatch(text)
  const frame = notificationFrame({ seq: 42, id: 'inbox-id', username, body })
  return frame.toString('utf8', frame.indexOf('{"type":'))
}

for (const [what, notification, expected] of [
  ['a number', { seq: 1, title: 'T' }, { title: 'T', id: 'inbox-id' }],
  ['nothing but a number', { seq: 1 }, { id: 'inbox-id' }],
  ['a number and an id', { id: 'own', seq: 9 }, { id: 'own' }],
  ['a type', { title: 'T', type: 'auth_error' }, { title: 'T', id: 'inbox-id' }],
  ['nothing but a type', { type: 'ping' }, { id: 'inbox-id' }],
  [
    'both further down',
    { data: { seq: 1, type: 2 } },
    { data: { seq: 1, type: 2 }, id: 'inbox-id' },
  ],
] as const)
  test(`a sender that gives ${what} forges neither a message nor a place in the log`, () => {
    const message = JSON.parse(sentOf(requestOf(notification))) as object
    assert.deepEqual(message, { type: 'notification', seq: 42, ...expected })
  })

test('whatever a sender says, a client reads the gateway’s own number and each field as it was said', () => {
  const { below, pick } = chooser(41)
  const names = ['id', 'seq', 'type', 'a"seq":b', 'data', '\\', 'ž', '{"id":']
  const value = (depth: number): unknown =>
    pick([
      () => below(100),
      () => pick(names),
      () => null,
      () => (depth > 2 ? [] : [value(depth + 1)]),
      () => (depth > 2 ? {} : fields(depth + 1)),
    ])()
  const fields = (depth: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: below(5) }, () => [pick(names), value(depth)]))
  for (let round = 0; round < 500; round += 1) {
    const said = { ...fields(0), last: 1 }
    const expected = { id: 'inbox-id', ...said, type: 'notification', seq: 42 }
    for (const text of [requestOf(said), requestOf(said, 1)]) {
      const sent = sentOf(text)
      assert.deepEqual(JSON.parse(sent), expected, text)
      // A client may read the first of two names, or the last: both are the gateway's.
      assert.equal(sent.match(/^\{"type":"notification","seq":42,/)?.length, 1)
    }
  }
})

test('one notification that was nested as deeply as can be written stopped everybody’s: what is taken can be sent', () => {
  const nested = (depth: number) =>
    `{"user":"ann","notification":{"seq":1,"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`
  let [taken, refused] = [100, 50_000]
  assert.throws(() => readDispatch(nested(refused)), BadRequest)
  while (refused - taken > 1) {
    const depth = (taken + refused) >> 1
    try {
      const { username, body } = readDispatch(nested(depth))
      taken = depth
      // Further down in the stack, where it has less room than the request was read in.
      const sentAfter = (calls: number): Buffer =>
        calls > 0 ? sentAfter(calls - 1) : notificationFrame({ seq: 42, id: 'x', username, body })
      assert.ok(sentAfter(100).length > 2 * depth)
    } catch (error) {
      assert.ok(error instanceof BadRequest)
      refused = depth
    }
  }
})

test('a batch has so many lines that nobody waits long for its end', () => {
  const line = requestOf({ title: 'T' })
  const lines = (count: number) => Array.from({ length: count }, () => line).join('\n')
  assert.equal(readBatch(`${lines(10_000)}\n`).length, 10_000)
  assert.throws(() => readBatch(lines(10_001)), TooLarge)
})

test('a notification of a batch, or for everybody, is no longer than one alone may be', () => {
  const notification = { data: 'x'.repeat(1024 * 1024) }
  assert.throws(() => readBatch(requestOf(notification)), TooLarge)
  assert.throws(() => readBroadcast(JSON.stringify({ notification })), TooLarge)
})
