import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemView } from '../../../tests/peers/item-view.ts'
import { itemStatuses } from '../catalogue/item.ts'
import type { ItemView } from './item-view.ts'
import { listItems } from './list-items.ts'
import { listRequest, shown } from './list-request.ts'

const now = new Date('2026-03-02T12:00:00Z')
const someone = { username: 'ann', reviewer: false, expireDays: 365, now }
const author = (username: string) => ({ username, name: username, initials: 'X' })

function idsOf(views: readonly ItemView[], query: object, viewer = someone): readonly string[] {
  return listItems(views, viewer, listRequest.parse(query)).items.map(({ id }) => id)
}

test('over all pages each item is there once, and a page past the end is the last one', () => {
  const views = Array.from({ length: 45 }, (_, nth) => itemView(`km_${nth}`, { score: nth % 3 }))
  const page = (number: number) => listItems(views, someone, listRequest.parse({ page: number }))
  const all = [0, 1, 2].flatMap((number) => page(number).items.map(({ id }) => id))
  assert.equal(new Set(all).size, 45)
  assert.deepEqual([page(0).pages, page(2).items.length, page(99).page], [3, 5, 2])
  assert.deepEqual(listItems([], someone, listRequest.parse({ page: 7 })), {
    ...{ items: [], total: 0, page: 0, pages: 0 },
  })
})

test('a list is sorted by use, by time or by how many say it, and what is equal keeps its order', () => {
  const on = (day: number) => new Date(Date.UTC(2026, 2, day))
  const views = [
    itemView('km_a', { score: 1, updatedAt: on(1), authors: [author('x'), author('y')] }),
    itemView('km_b', { score: 2, updatedAt: on(2) }),
    itemView('km_d', { score: 1, updatedAt: on(3), authors: [author('x')] }),
    itemView('km_c', { score: 1, updatedAt: on(3), authors: [author('x')] }),
  ]
  assert.deepEqual(idsOf(views, {}), ['km_b', 'km_c', 'km_d', 'km_a'])
  assert.deepEqual(idsOf(views, { sort: 'updated_at' }), ['km_c', 'km_d', 'km_b', 'km_a'])
  assert.deepEqual(idsOf(views, { sort: 'contributors' }), ['km_a', 'km_c', 'km_d', 'km_b'])
})

test('what is withdrawn or part of another is in no list, and what was rejected only where it is asked for', () => {
  const views = itemStatuses.map((status) => itemView(`km_${status}`, { status }))
  const reviewer = { ...someone, username: 'rita', reviewer: true }
  for (const show of Object.keys(shown)) {
    const listed = new Set(idsOf(views, { show }, reviewer))
    assert.ok(!listed.has('km_withdrawn') && !listed.has('km_merged'), show)
    assert.equal(listed.has('km_rejected'), show === 'rejected', show)
    assert.ok(!idsOf(views, { show }).includes('km_rejected'), `${show} for everyone`)
  }
  assert.deepEqual(idsOf(views, { show: 'all' }).toSorted(), [
    ...['km_accepted', 'km_expired', 'km_pending'],
  ])
  assert.deepEqual(idsOf(views, { show: 'expired' }), ['km_expired'])
})

test('what expires in the next 30 days is a list, of which there is none where nothing expires', () => {
  const since = (day: string) => new Date(`${day}T12:00:00Z`)
  const views = [
    itemView('km_a', { status: 'accepted', acceptedAt: since('2025-03-02') }),
    itemView('km_b', { status: 'accepted', acceptedAt: since('2025-03-31') }),
    itemView('km_c', { status: 'accepted', acceptedAt: since('2025-04-01') }),
    itemView('km_d', { status: 'expired' }),
    itemView('km_e'),
  ]
  const query = { show: 'expiring' }
  assert.deepEqual(idsOf(views, query), ['km_a', 'km_b'])
  assert.deepEqual(idsOf(views, query, { ...someone, expireDays: 0 }), [])
})

test('my rules, my votes and my notes are three lists', () => {
  const views = [
    itemView('km_a', { status: 'accepted' }),
    itemView('km_b', { status: 'accepted', myVote: -1 }),
    itemView('km_c', { status: 'pending', myVote: 1 }),
    itemView('km_d', { status: 'rejected', authors: [author('ann')] }),
    itemView('km_e', { status: 'pending', authors: [author('bob')] }),
  ]
  assert.deepEqual(idsOf(views, { show: 'rules' }), ['km_a'])
  assert.deepEqual(idsOf(views, { show: 'voted' }), ['km_c'])
  assert.deepEqual(idsOf(views, { show: 'notes' }), ['km_d'], 'also what was rejected of them')
})

test('a search puts titles before tags before texts, whole words before beginnings, rare words first', () => {
  const views = [
    itemView('km_text', { content: 'The ledger holds refunds.' }),
    itemView('km_part', { content: 'All subledgers hold it.' }),
    itemView('km_start', { content: 'Two ledgers hold it.' }),
    itemView('km_tag', { tags: ['ledger'] }),
    itemView('km_title', { title: 'Ledger' }),
    itemView('km_none', { content: 'Nothing of it.' }),
  ]
  assert.deepEqual(idsOf(views, { search: 'LEDGER' }), [
    ...['km_title', 'km_tag', 'km_text', 'km_start', 'km_part'],
  ])
  const rare = [
    itemView('km_1', { content: 'revenue revenue' }),
    itemView('km_2', { content: 'revenue of the depot' }),
    itemView('km_3', { content: 'the depot' }),
    itemView('km_4', { content: 'revenue' }),
  ]
  assert.deepEqual(idsOf(rare, { search: 'depot revenue' }), ['km_2'], 'each word must be there')
})

test('letters are found with and without their marks, and what holds no word finds nothing', () => {
  const views = [itemView('km_a', { title: 'Tržby jsou čisté' }), itemView('km_b')]
  for (const search of ['tržby', 'TRZBY', 'ciste', 'trz']) {
    assert.deepEqual(idsOf(views, { search }), ['km_a'], search)
  }
  assert.deepEqual(idsOf(views, { search: '?!' }), [])
  assert.equal(idsOf(views, { search: '   ' }).length, 2)
})

test('an address that makes no sense is read as one that says nothing', () => {
  const usual = listRequest.parse({ category: 'none' })
  for (const query of [
    { page: '-1', per_page: '0', sort: 'x', show: 'y', category: 'z' },
    { page: '1e9', per_page: 'x', search: 'x'.repeat(201), tag: [''], category: '' },
    { page: ['1', '2'], search: ['a', 'b'], sort: [''], category: [] },
  ]) {
    assert.deepEqual(listRequest.parse(query), usual, JSON.stringify(query))
  }
  assert.equal(listRequest.parse({ per_page: '1000' }).per_page, 100)
})
