import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  catalogPath,
  readCatalogRequest,
  sortOrders,
  type CatalogRequest,
  type SortOrder,
} from './catalog-request.ts'

const read = (query: string) => readCatalogRequest(new URLSearchParams(query))
const usual: CatalogRequest = { q: '', sort: 'name', failing: false }

test('an address says what was asked for, whatever the letters, and nothing that is usual', () => {
  assert.equal(catalogPath(usual), '/catalog')
  const queries = ['', 'orders', 'žluť & co', '100%', 'a=b&sort=rows', '#x', '"<script>', '😀', '+']
  for (const q of queries) {
    for (const sort of Object.keys(sortOrders) as SortOrder[]) {
      for (const failing of [true, false]) {
        const path = catalogPath({ q, sort, failing })
        const { pathname, search, hash } = new URL(path, 'https://portal.example')
        assert.deepEqual([pathname, hash], ['/catalog', ''], path)
        assert.deepEqual(read(search), { q, sort, failing }, path)
      }
    }
  }
})

test('what is not understood counts as not said', () => {
  for (const query of [
    '',
    'sort=',
    'sort=NAME',
    'sort=constructor',
    'sort=__proto__',
    'show=',
    'show=all',
    'show=FAILING',
    'q=',
    'q=%20%20',
    '__proto__=x&q=',
    'other=1',
  ])
    assert.deepEqual(read(query), usual, query)
})

test('blanks around a search are none of it, and one that is too long is cut', () => {
  assert.equal(read('q=%20orders%20%0A').q, 'orders')
  assert.equal(read(`q=${'x'.repeat(10_000)}`).q.length, 200)
  assert.equal(read('q=a&q=b').q, 'b')
})
