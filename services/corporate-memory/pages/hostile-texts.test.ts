import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemView } from '../../../tests/peers/item-view.ts'
import { itemStatuses, type Item } from '../catalogue/item.ts'
import type { Stats } from '../views/stats.ts'
import { listItems } from '../views/list-items.ts'
import { listRequest } from '../views/list-request.ts'
import { itemPage } from './item-page.ts'
import { listPage } from './list-page.ts'
import { memoryWidget } from './memory-widget.ts'
import { minePage } from './mine-page.ts'
import { statisticsPage } from './statistics-page.ts'

/** Ends an attribute, an element, a comment and a text area, and begins something that runs. */
const evil = `'"></textarea></option><!--><script>alert(1)</script><img src=x onerror=alert(1)>&lt;`
const now = new Date('2026-03-02T12:00:00Z')
const author = { username: evil, name: evil, initials: evil }

const item = itemView('km_a', {
  ...{ title: evil, content: evil, tags: [evil], wordHash: evil, flags: [evil] },
  authors: [author],
})
const stats: Stats = {
  ...{ knowledge_count: 1, contributors: 1, categories: { [evil]: 1 }, last_collection: null },
  ...{ your_votes: 0, your_upvotes: 0, your_rules: 0 },
}
const details = {
  provenance: [0, 1].map((line) => ({
    username: evil,
    block: evil,
    wording: evil,
    line,
    since: now,
  })),
  versions: [{ version: 1, title: evil, content: evil, actor: evil, at: now }],
  events: [{ id: 1, at: now, actor: evil, action: evil, undone: false, undoable: true }],
}
const request = listRequest.parse({ search: evil, tag: [evil, `2${evil}`], category: evil })
const day = { day: evil, calls: 1, failed: 1, input: 1, output: 1 }

/** A page's elements and attributes, without its words. */
const skeletonOf = (page: string) =>
  page
    .replace(/="[^"]*"/g, '=""')
    .replace(/>[^<]*/g, '>')
    .replace(/\s+/g, ' ')

const viewers = [true, false].map((reviewer) => ({
  ...{ username: evil, csrf: evil, reviewer, expireDays: 365, now },
}))

type Page = (viewer: (typeof viewers)[number], of: Partial<Item>) => unknown
const pages: Readonly<Record<string, Page>> = {
  'the catalogue': (viewer, of) => {
    const views = [{ ...item, ...of }]
    const list = { ...listItems(views, viewer, listRequest.parse({})), items: views }
    return listPage({ ...list, pages: 3, page: 1 }, request, { stats, rules: 1 }, viewer)
  },
  'an empty catalogue': (viewer) => {
    const list = { items: [], total: 0, page: 0, pages: 0 }
    return listPage(list, request, { stats, rules: 0 }, viewer)
  },
  'an item': (viewer, of) => itemPage({ item: { ...item, ...of }, ...details }, [item], viewer),
  'one’s own notes': (viewer, of) => {
    const own = [{ ...item, ...of }]
    const held = [{ line: 1, name: evil }]
    const note = { takenBack: own, held, leftOut: { [evil]: 2 }, problem: evil }
    return minePage({ items: own, ...note }, viewer)
  },
  'the statistics': () =>
    statisticsPage(
      [{ week: now, items: 2, accepted: 1 }],
      [{ category: evil, items: 1, accepted: 1, people: 1 }],
      { use: [day], tokensPerDay: 1 },
    ),
  'the widget': () => memoryWidget(stats, { pending: 3, expiring: 2 }, now),
}

for (const [what, page] of Object.entries(pages)) {
  test(`${what} shows every text as text, to reviewers and others, whatever became of the item`, () => {
    for (const viewer of viewers) {
      for (const status of itemStatuses) {
        const text = String(page(viewer, { status }))
        assert.doesNotMatch(text, /<script|<img|<!--|<\/option><!/)
        // With harmless texts the very same elements and attributes are there.
        const tame = text.replace(/&[#\w]+;|alert\(1\)|onerror=|src=x/g, 'x')
        assert.equal(skeletonOf(tame), skeletonOf(text))
        assert.equal(text.split('<textarea').length, text.split('</textarea>').length)
        assert.doesNotMatch(skeletonOf(text), /\son\w+=/i)
      }
    }
  })
}

test('links that carry a search or a tag lead back to the same search and tag', () => {
  const text = String(pages['an empty catalogue']?.(viewers[0] ?? assert.fail(), {}))
  const links = [...text.matchAll(/href="(\/corporate-memory\?[^"]*)"/g)].map(
    ([, href = '']) => new URL(href.replaceAll('&amp;', '&'), 'http://x').searchParams,
  )
  assert.ok(links.length > 0)
  for (const query of links) {
    for (const tag of query.getAll('tag')) assert.ok([evil, `2${evil}`].includes(tag))
    assert.ok([null, evil].includes(query.get('search')))
  }
})
