import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Source } from './item.ts'
import { SourceBook } from './source-book.ts'

const source = (username: string, block: string, itemId: string, over: Partial<Source> = {}) => ({
  ...{ username, block, itemId, wording: 'w', line: 1, alive: true, withdrawn: false },
  ...over,
})

function bookOf(...sources: readonly Source[]): SourceBook {
  const people = new Map<string, Map<string, Source>>()
  for (const one of sources) {
    const own = people.get(one.username) ?? new Map<string, Source>()
    people.set(one.username, own.set(one.block, one))
  }
  return new SourceBook(people)
}

test('an item is said as long as one block of anybody says it', () => {
  const book = bookOf(
    source('ann', 'a', 'km_1'),
    source('ann', 'b', 'km_1'),
    source('bob', 'a', 'km_1'),
  )
  assert.ok(book.isSaid('km_1') && book.isSaid('km_1', 'ann') && book.isSaid('km_1', 'bob'))
  book.set(source('bob', 'a', 'km_1', { alive: false }))
  assert.deepEqual([book.isSaid('km_1'), book.isSaid('km_1', 'ann')], [true, false])
  book.set(source('ann', 'a', 'km_1', { alive: false }))
  assert.ok(book.isSaid('km_1'), 'another block of hers says it')
  book.set(source('ann', 'b', 'km_1', { alive: false }))
  assert.deepEqual([book.isSaid('km_1'), book.wasSaid('km_1')], [false, true])
})

test('a block that says another item now says the first one no more', () => {
  const book = bookOf(source('ann', 'a', 'km_1'))
  book.set(source('ann', 'a', 'km_2'))
  assert.deepEqual(
    [book.isSaid('km_1'), book.isSaid('km_2'), book.wasSaid('km_1')],
    [false, true, true],
  )
  assert.equal(book.all().length, 1)
})

test('a name that another begins with is another person', () => {
  const book = bookOf(source('ann', 'a', 'km_1'))
  assert.ok(book.isSaid('km_1', 'an') && book.isSaid('km_1', 'ann.b') && book.isSaid('km_1', ''))
})

test('what nobody knows is said by nobody', () => {
  const book = bookOf()
  assert.deepEqual(
    [book.isSaid('km_1'), book.wasSaid('km_1'), book.of('ann'), book.all()],
    [false, false, [], []],
  )
  assert.equal(book.get('ann', 'a'), undefined)
})

test('the book does not change what it was made of', () => {
  const people = new Map([['ann', new Map([['a', source('ann', 'a', 'km_1')]])]])
  const book = new SourceBook(people)
  book.set(source('ann', 'a', 'km_2'))
  book.set(source('bob', 'b', 'km_2'))
  assert.equal(people.get('ann')?.get('a')?.itemId, 'km_1')
  assert.equal(people.has('bob'), false)
})
