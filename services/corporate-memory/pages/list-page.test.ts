import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemView as view } from '../../../tests/peers/item-view.ts'
import { listItems } from '../views/list-items.ts'
import { listRequest } from '../views/list-request.ts'
import { listPage } from './list-page.ts'

const viewer = { username: 'ann', csrf: 'x', reviewer: true, expireDays: 365, now: new Date() }
const stats = {
  knowledge_count: 0,
  contributors: 0,
  categories: {},
  last_collection: null,
  your_votes: 0,
  your_upvotes: 0,
  your_rules: 0,
}

const views = [
  view('km_a', { tags: ['revenue', 'c++'], status: 'accepted' }),
  view('km_b', { tags: ['revenue', 'ledger'] }),
  view('km_c', { tags: ['revenue'], category: 'workflow' }),
]

/** What a page at an address links to: tags of cards, filters that can be removed, and the ids it lists. */
function pageAt(query: string) {
  const request = listRequest.parse(queryOf(query))
  const list = listItems(views, viewer, request)
  const text = String(listPage(list, request, { stats, rules: 0 }, viewer))
  const links = [...text.matchAll(/<a\s[^>]*href="([^"]*)"[^>]*>([^<]*)</g)].map(
    ([, href = '', name = '']) => [name.trim(), href.replaceAll('&amp;', '&')] as const,
  )
  return {
    ids: list.items.map(({ id }) => id).toSorted(),
    linkOf: (name: string) => links.find(([one]) => one === name)?.[1],
    filters: links.filter(([name]) => name.endsWith('×')).map(([name]) => name.slice(0, -2)),
    form: /<form[^>]*role="search"[^]*?<\/form>/.exec(text)?.[0] ?? '',
  }
}

function queryOf(address: string): Record<string, string | string[]> {
  const query = new URL(address, 'http://x').searchParams
  return Object.fromEntries(
    [...query.keys()].map((key) => {
      const all = query.getAll(key)
      return [key, all.length > 1 ? all : (all[0] ?? '')]
    }),
  )
}

test('a tag narrows what was searched and chosen, and begins at its first page', () => {
  const searched = pageAt('?search=net&category=business_logic&sort=updated_at&show=all&page=0')
  assert.deepEqual(searched.ids, ['km_a', 'km_b'])
  const tagged = searched.linkOf('#ledger') ?? ''
  assert.deepEqual(queryOf(tagged), {
    search: 'net',
    category: 'business_logic',
    tag: 'ledger',
    sort: 'updated_at',
  })
  assert.deepEqual(pageAt(tagged).ids, ['km_b'])
})

test('tags add up, an item has them all, and a second time adds nothing', () => {
  const one = pageAt('?tag=revenue')
  assert.deepEqual(one.ids, ['km_a', 'km_b', 'km_c'])
  const both = one.linkOf('#c++') ?? ''
  assert.deepEqual(queryOf(both)['tag'], ['revenue', 'c++'])
  assert.deepEqual(pageAt(both).ids, ['km_a'])
  assert.equal(pageAt(both).linkOf('#c++'), both)
  assert.match(pageAt(both).form, /name="tag" value="revenue"[^]*name="tag" value="c\+\+"/)
})

test('each filter is named and can be taken away alone, and the others stay', () => {
  const all = '?search=net&category=business_logic&tag=revenue&tag=ledger&show=pending'
  const page = pageAt(all)
  assert.deepEqual(page.filters, ['“net”', 'To review', 'Business logic', '#revenue', '#ledger'])
  for (const name of page.filters) {
    const without = pageAt(page.linkOf(`${name} ×`) ?? '')
    assert.deepEqual(
      without.filters,
      page.filters.filter((other) => other !== name),
    )
    assert.ok(without.ids.includes('km_b'), name)
  }
  assert.deepEqual(pageAt('').filters, [])
})

test('tags of an address that make no sense count as not said', () => {
  for (const query of ['?tag=', `?tag=${'x'.repeat(201)}`, '?tag=&tag=']) {
    assert.deepEqual(pageAt(query).ids, ['km_a', 'km_b', 'km_c'], query)
  }
  const many = Array.from({ length: 50 }, (_, nth) => `tag=t${nth}`).join('&')
  assert.deepEqual(pageAt(`?${many}`).ids, [])
})
