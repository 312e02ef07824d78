import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categories } from '../extract/category.ts'
import {
  addressOf,
  everything,
  listRequest,
  shown,
  sortOrders,
  taggedWith,
} from './list-request.ts'

/** As the portal reads an address: what is named twice is a list. */
function readAddress(address: string) {
  const query = new URL(address, 'http://x').searchParams
  const fields = [...query.keys()].map((key) => {
    const all = query.getAll(key)
    return [key, all.length > 1 ? all : all[0]]
  })
  return listRequest.parse(Object.fromEntries(fields))
}

const texts = ['net', ' blanks ', 'a&b=c', '100%', '+', '#x', '数据 🎉', '"<>\'', 'ä/ö?ü', '\ud83d']

test('the address of any list leads to the same list', () => {
  for (const search of ['', ...texts.filter((text) => text.isWellFormed())]) {
    for (const tag of [[], ['a'], ['a', 'b+c'], texts.slice(0, 6)]) {
      for (const show of Object.keys(shown)) {
        for (const sort of Object.keys(sortOrders)) {
          const category = categories[search.length % categories.length]
          const request = listRequest.parse({ search, tag, show, sort, category, page: tag.length })
          assert.deepEqual(readAddress(addressOf(request)), request)
        }
      }
    }
  }
})

test('a list as usual has the plain address, and nothing that is as usual stands in one', () => {
  assert.equal(addressOf(everything), '/corporate-memory')
  assert.equal(addressOf({ ...everything, page: 2 }), '/corporate-memory?page=2')
  assert.equal(
    addressOf({ ...everything, sort: 'updated_at' }),
    '/corporate-memory?sort=updated_at',
  )
})

test('an address holds nothing that ends it, a header or an attribute', () => {
  for (const text of [...texts, '\r\nset-cookie: a=b', '\0']) {
    const request = listRequest.parse({ search: text, tag: [text] })
    assert.match(addressOf(request), /^\/corporate-memory(?:\?[\w.~*%+&=-]+)?$/)
  }
})

test('a tag is added once, and begins at the first page', () => {
  const request = listRequest.parse({ tag: ['a'], page: 5, search: 'x' })
  assert.deepEqual(readAddress(taggedWith(request, 'b')), { ...request, tag: ['a', 'b'], page: 0 })
  assert.deepEqual(readAddress(taggedWith(request, 'a')), { ...request, page: 0 })
  assert.deepEqual(request.tag, ['a'])
})

for (const [what, query, expected] of [
  [
    'six tags at most',
    { tag: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
    { tag: ['a', 'b', 'c', 'd', 'e', 'f'] },
  ],
  ['each tag once', { tag: ['a', 'a'] }, { tag: ['a'] }],
  ['a tag of 200 letters', { tag: 'x'.repeat(200) }, { tag: ['x'.repeat(200)] }],
  ['a search of 200 letters', { search: 'x'.repeat(200) }, { search: 'x'.repeat(200) }],
  ['the last page that there can be', { page: '100000' }, { page: 100_000 }],
  ['no page beyond', { page: '100001' }, { page: 0 }],
  ['no part of a page', { page: '1.5' }, { page: 0 }],
  ['a page by another way to write it', { page: '1e2' }, { page: 100 }],
  ['a hundred a page at most', { per_page: '101' }, { per_page: 100 }],
  ['one a page at least', { per_page: '1' }, { per_page: 1 }],
  ['none of an object’s own parts', { show: 'constructor', sort: '__proto__' }, {}],
  ['nothing that it does not know', { admin: 'true', username: 'bob' }, {}],
] as const) {
  test(`an address asks for ${what}`, () =>
    assert.deepEqual(listRequest.parse(query), { ...everything, ...expected }))
}
