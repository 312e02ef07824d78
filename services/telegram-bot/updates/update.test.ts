import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownUpdate, laneOf, nameOf, rawUpdate } from './update.ts'

const from = { id: 7, first_name: 'Ann' }
const chat = { id: 77, type: 'private' }
const message = { chat, from, text: 'hello' }
const press = (data?: unknown, inside: object = { chat }) => ({
  update_id: 1,
  callback_query: { id: 'q', from, data, message: inside },
})

for (const [what, update, lane] of [
  ['a message', { update_id: 1, message }, 'chat/77'],
  [
    'a message of a group',
    { update_id: 1, message: { ...message, chat: { id: -100, type: 'group' } } },
    'chat/-100',
  ],
  ['a message without a sender or a text', { update_id: 1, message: { chat } }, 'chat/77'],
  ['a Run button', press('run:daily.py'), 'run/77'],
  ['a Run button of a long name', press('run~hash'), 'run/77'],
  ['another button', press('link:yes:123456'), 'chat/77'],
  ['a button that carries nothing', press(), 'chat/77'],
  ['a button below a message that is gone', press('run:daily.py', {}), 'none'],
  ['a button that carries no text', press(5), 'none'],
  ['a message that is none', { update_id: 1, message: 'x' }, 'none'],
  [
    'a chat without a number',
    { update_id: 1, message: { ...message, chat: { type: 'private' } } },
    'none',
  ],
  [
    'a chat with half a number',
    { update_id: 1, message: { ...message, chat: { ...chat, id: 1.5 } } },
    'none',
  ],
  ['an update of another kind', { update_id: 1, poll: {} }, 'none'],
  ['nothing', { update_id: 1 }, 'none'],
] as const)
  test(`the lane of ${what} is ${lane}`, () => {
    assert.equal(laneOf(update), lane)
  })

test('chats that no number in JavaScript can tell apart are in no lane', () => {
  const update = { update_id: 1, message: { ...message, chat: { ...chat, id: 2 ** 53 } } }
  assert.equal(laneOf(update), 'none')
})

for (const [sender, name] of [
  [{ first_name: 'Ann' }, 'Ann'],
  [{ first_name: 'Ann', last_name: 'Lee' }, 'Ann Lee'],
  [{ first_name: 'Ann', username: 'ann_l' }, 'Ann (@ann_l)'],
  [{ first_name: '', last_name: 'Lee', username: 'ann_l' }, 'Lee (@ann_l)'],
  [{ first_name: '', username: 'ann_l' }, '(@ann_l)'],
  [{ first_name: '' }, 'somebody'],
] as const)
  test(`a sender is called “${name}”`, () => {
    assert.equal(nameOf({ id: 1, ...sender }), name)
  })

test('an update is kept with all that is in it, and what has no number is none', () => {
  const update = { update_id: 5, message, new_kind: { a: [1] } }
  assert.deepEqual(rawUpdate.parse(update), update)
  for (const odd of [null, [], {}, { update_id: '5' }, { update_id: 1.5 }])
    assert.equal(rawUpdate.safeParse(odd).success, false, JSON.stringify(odd))
})

test('what is not needed of an update may be of any shape, what is needed may not', () => {
  const more = { ...message, entities: 'x', date: null }
  assert.deepEqual(knownUpdate.parse({ message: more, edited_message: 5 }), { message })
  for (const odd of [
    { ...message, text: 5 },
    { ...message, from: {} },
    { ...message, chat: null },
  ])
    assert.equal(knownUpdate.safeParse({ message: odd }).success, false)
})
