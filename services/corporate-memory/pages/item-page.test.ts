import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemView } from '../../../tests/peers/item-view.ts'
import { itemStatuses, type ItemStatus } from '../catalogue/item.ts'
import { TEXT_HELD_BACK } from '../catalogue/flags-of.ts'
import type { ItemDetails, ItemEvent, Provenance } from '../views/item-details.ts'
import type { ItemView } from '../views/item-view.ts'
import { itemPage } from './item-page.ts'

const now = new Date('2026-03-02T12:00:00Z')
const ann = { username: 'ann', csrf: 'token-of-ann', reviewer: false, expireDays: 365, now }
const rita = { ...ann, username: 'rita', csrf: 'token-of-rita', reviewer: true }

const said = (username: string, over: Partial<Provenance> = {}): Provenance => ({
  ...{
    username,
    block: `block of ${username}`,
    wording: `${username} says so`,
    line: 3,
    since: now,
  },
  ...over,
})
const done = (action: string, over: Partial<ItemEvent> = {}): ItemEvent => ({
  ...{ id: 7, at: now, actor: 'rita', action, undone: false, undoable: true },
  ...over,
})

interface Shown extends Partial<Omit<ItemDetails, 'item'>> {
  readonly alike?: readonly ItemView[]
}

function page(item: ItemView, viewer = ann, { alike = [], ...details }: Shown = {}): string {
  const all = { item, provenance: [said('bob')], versions: [], events: [], ...details }
  return String(itemPage(all, alike, viewer))
}

/** What can be sent from a page: the addresses of its forms below the item. */
const formsOf = (text: string) =>
  [...text.matchAll(/<form method="post" action="\/corporate-memory\/([^"]+)"/g)]
    .map(([, path = '']) => path.replace(/^km_a\//, ''))
    .toSorted()

const decisionsOf = (text: string) =>
  [...text.matchAll(/name="decision"\s+value="(\w+)"/g)].map(([, decision]) => decision)

const offered: Readonly<Record<ItemStatus, readonly string[]>> = {
  pending: ['accept', 'reject'],
  accepted: ['confirm', 'expire', 'reject'],
  rejected: ['accept'],
  expired: ['accept'],
  withdrawn: [],
  merged: [],
}

for (const status of itemStatuses) {
  test(`what is ${status} offers just what may be done to it, to reviewers and to all others`, () => {
    const item = itemView('km_a', { status })
    const votable = ['pending', 'accepted', 'expired'].includes(status)
    const text = page(item, rita)
    assert.deepEqual(decisionsOf(text), offered[status])
    assert.deepEqual(formsOf(text), [
      ...(offered[status].length > 0 ? ['decide', 'edit'] : []),
      ...(votable ? ['vote'] : []),
    ])
    assert.deepEqual(formsOf(page(item)), votable ? ['vote'] : [])
  })
}

test('a reviewer is told when what is accepted expires, if anything does', () => {
  const item = itemView('km_a', { status: 'accepted', acceptedAt: now })
  assert.match(page(item, rita), /expires on 2027-03-02, unless/)
  assert.doesNotMatch(page(item, { ...rita, expireDays: 0 }), /expires on/)
  assert.doesNotMatch(page(itemView('km_a'), rita), /expires on/)
})

test('each form carries the token of the session, and what was seen or edited', () => {
  const item = itemView('km_a', { wordHash: 'seen-words', version: 4 })
  const text = page(item, rita, {
    provenance: [said('rita'), said('bob')],
    events: [done('accept')],
  })
  const forms = [...text.matchAll(/<form method="post"[^]*?<\/form>/g)].map(([form]) => form)
  assert.equal(forms.length, formsOf(text).length)
  for (const form of forms) {
    assert.equal(form.split('value="token-of-rita"').length, 2, form)
    if (/\/(?:vote|decide)"/.test(form)) assert.match(form, /name="seen" value="seen-words"/)
    if (/\/edit"/.test(form)) assert.match(form, /name="version" value="4"/)
  }
})

test('of what was held back nothing can be accepted before its text is written anew', () => {
  const item = itemView('km_a', { status: 'rejected', flags: [TEXT_HELD_BACK] })
  const text = page(item, rita)
  assert.deepEqual([decisionsOf(text), formsOf(text)], [[], ['edit']])
  assert.match(text, /Write its text anew first/)
})

test('only who says it may take it back, and only reviewers split off what one of several says', () => {
  const item = itemView('km_a')
  const both = { provenance: [said('ann'), said('bob')] }
  assert.deepEqual(formsOf(page(item, ann, both)), ['vote', 'withdraw'])
  assert.deepEqual(formsOf(page(item, { ...ann, username: 'cyd' }, both)), ['vote'])
  const reviewed = page(item, rita, both)
  assert.deepEqual(formsOf(reviewed), ['decide', 'edit', 'split', 'split', 'vote'])
  assert.match(reviewed, /name="username" value="bob" \/>\s*<input[^>]*value="block of bob"/)
  assert.ok(!formsOf(page(item, rita, { provenance: [said('ann')] })).includes('split'))
})

test('a line of the note is told, and what came with the original has none', () => {
  const text = page(itemView('km_a'), ann, { provenance: [said('bob'), said('cyd', { line: 0 })] })
  assert.match(text, /Line 3 of the note/)
  assert.match(text, /Taken over from the original/)
  assert.doesNotMatch(text, /Line 0/)
  assert.match(page(itemView('km_a'), ann, { provenance: [] }), /No note says it any more/)
})

test('people are called by their names where these are known, and by their usernames else', () => {
  const authors = [{ username: 'bob', name: 'Bob Brown', initials: 'BB' }]
  const text = page(itemView('km_a', { authors }), ann, { provenance: [said('bob'), said('cyd')] })
  assert.match(text, /<strong\s*>Bob Brown<\/strong/)
  assert.match(text, /<strong\s*>cyd<\/strong/)
})

for (const [what, event, words, undo] of [
  ['a decision', done('accept'), 'Accepted by rita', true],
  ['votes', done('accept', { actor: 'votes' }), 'Accepted by enough votes', true],
  [
    'a collection',
    done('collect', { actor: 'collector', undoable: false }),
    'Read from notes by the collection',
    false,
  ],
  [
    'an import',
    done('import', { actor: 'import', undoable: false }),
    'Taken over by the import',
    false,
  ],
  [
    'what is undone',
    done('merge', { undone: true, undoable: false }),
    'Made one with another by rita',
    false,
  ],
  ['an undo', done('undo', { undone: true, undoable: false }), 'Undone by rita', false],
  ['what has no name here', done('renew', { actor: 'constructor' }), 'renew by constructor', true],
] as const) {
  test(`the history tells of ${what} by words, and reviewers alone may undo what can be undone`, () => {
    const text = page(itemView('km_a'), rita, { events: [event] })
    assert.ok(text.replace(/\s+/g, ' ').includes(words), text)
    assert.equal(text.includes('action="/corporate-memory/undo/7"'), undo)
    assert.ok(!page(itemView('km_a'), ann, { events: [event] }).includes('/undo/'))
    const marked = event.undone && event.action !== 'undo'
    assert.equal(/ago, undone|now, undone|<\/time>, undone/.test(text), marked)
  })
}

test('every text that it had is there with who wrote it', () => {
  const version = (number: number, actor: string) => ({
    ...{ version: number, title: `Title ${number}`, content: `Text ${number}`, actor, at: now },
  })
  const text = page(itemView('km_a'), ann, {
    versions: [version(2, 'rita'), version(1, 'collector')],
  }).replace(/\s+/g, ' ')
  assert.match(text, /All texts \(2\)/)
  assert.match(
    text,
    /2\. Title 2<\/strong> <p>Text 2<\/p>.* by rita,.*1\. Title 1.* by the collection,/,
  )
})

test('what is now a part of another leads there, and takes no vote', () => {
  const text = page(itemView('km_a', { status: 'merged', mergedInto: 'km_b' }), rita)
  assert.match(text, /href="\/corporate-memory\/km_b">Now part of another/)
  assert.deepEqual(formsOf(text), [])
})

test('a reviewer is offered to make it one with what is like it, each by its id', () => {
  const alike = [itemView('km_b'), itemView('km_c')]
  const text = page(itemView('km_a'), rita, { alike })
  assert.deepEqual(
    [...text.matchAll(/name="into" value="(\w+)"/g)].map(([, id]) => id),
    ['km_b', 'km_c'],
  )
  assert.ok(!page(itemView('km_a'), ann, { alike }).includes('name="into"'))
})

test('a vote that was cast is pressed, and pressing it again takes it back', () => {
  const buttons = (myVote: -1 | 0 | 1) =>
    [
      ...page(itemView('km_a', { myVote })).matchAll(
        /name="vote"\s+value="(-?\d)"\s+aria-pressed="(\w+)"/g,
      ),
    ].map(([, value, pressed]) => [value, pressed])
  assert.deepEqual(buttons(0), [
    ['1', 'false'],
    ['-1', 'false'],
  ])
  assert.deepEqual(buttons(1), [
    ['0', 'true'],
    ['-1', 'false'],
  ])
  assert.deepEqual(buttons(-1), [
    ['1', 'false'],
    ['0', 'true'],
  ])
})
