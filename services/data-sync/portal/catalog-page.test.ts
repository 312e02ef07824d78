import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogPage } from './catalog-page.ts'
import type { CatalogView } from './catalog-view.ts'
import * as example from '../../../tests/peers/example-catalog.ts'
import type { SourceState } from './list-sources.ts'
import { searchTables } from './search-tables.ts'

const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
const render = (changes: Partial<CatalogView>) => catalogPage(example.exampleCatalog(changes)).text
const source = (changes: Partial<SourceState> = {}): SourceState => ({
  id: 'shop',
  title: 'The shop',
  description: undefined,
  lastRun: undefined,
  openRun: undefined,
  working: false,
  ...changes,
})
const analyst = { admin: false, csrf: 'c', tables: ['shop/*'] }

test('a table is listed with its facts, and leads to its page', () => {
  const page = render({})
  assert.match(page, /<a href="\/catalog\/shop\/orders">orders<\/a>/)
  for (const fact of ['One row per order', '12,345', '2.4 MiB', '2 h ago', '2026-03-02T10:00:00']) {
    assert.ok(page.includes(fact), fact)
  }
  assert.match(page, /1 table with 12,345 rows, 2\.4 MiB in all/)
})

test('tables stand below their dataset, datasets in the order of their names', () => {
  const tables = [example.exampleTable({ dataset: 'web', name: 'visits' }), example.exampleTable()]
  const page = render({ tables, sources: [source()] })
  assert.ok(page.indexOf('id="dataset-shop"') < page.indexOf('id="dataset-web"'))
  assert.match(page, /<h2>The shop<\/h2>/)
  assert.match(page, /<h2>web<\/h2>/)
})

test('the orders are by name, last change, rows and size, the largest first', () => {
  const version = (rows: number, bytes: number, day: number) =>
    example.exampleVersion({ rows, bytes, created_at: new Date(Date.UTC(2026, 1, day)) })
  const tables = [
    example.exampleTable({ name: 'a', version: version(2, 10, 2) }),
    example.exampleTable({ name: 'b', version: version(1, 30, 1) }),
    example.exampleTable({ name: 'c', version: version(3, 20, 3) }),
  ]
  const orderBy = (sort: CatalogView['request']['sort']) =>
    [...render({ tables, request: { q: '', sort, failing: false } }).matchAll(/shop\/([abc])"/g)]
      .map(([, name]) => name)
      .join('')
  assert.equal(orderBy('name'), 'abc')
  assert.equal(orderBy('changed'), 'cab')
  assert.equal(orderBy('rows'), 'cab')
  assert.equal(orderBy('size'), 'bca')
})

test('badges say what runs, what failed, what is gone, what is stale and what was rejected', () => {
  const daily = [example.exampleSource({ schedule: '0 6 * * *' })]
  const badgesOf = (changes: Parameters<typeof example.exampleTable>[0]) =>
    [
      ...render({ configured: daily, tables: [example.exampleTable(changes)] }).matchAll(
        /class="badge [^>]*>([^<]+)</g,
      ),
    ]
      .map(([, text]) => text?.trim().replace(/\s+/g, ' '))
      .join(', ')
  const run = example.exampleRun
  assert.equal(badgesOf({}), '')
  assert.equal(
    badgesOf({ openRun: run({ status: 'running', progress_done: 5, progress_total: 20 }) }),
    'Refreshing 25%',
  )
  assert.equal(badgesOf({ openRun: run({ status: 'queued' }) }), 'Queued')
  assert.equal(badgesOf({ lastRun: run({ status: 'failed' }) }), 'Refresh failed')
  assert.equal(badgesOf({ gone: true }), 'Gone from source')
  assert.equal(badgesOf({ version: example.exampleVersion({ rejected: 1 }) }), '1 row rejected')
  assert.equal(badgesOf({ checkedAt: new Date('2026-02-28T11:00:00Z') }), 'Stale')
  assert.equal(badgesOf({ checkedAt: new Date('2026-03-01T11:00:00Z') }), '')
})

test('an administrator sees a table that was never published, with the reason and the remedy', () => {
  const lastRun = example.exampleRun({
    status: 'failed',
    error_code: 'too_many_rejected',
    error: 'Half of the rows do not fit',
    remedy: 'Declare the types.',
  })
  const page = render({ tables: [example.exampleTable({ version: undefined, lastRun })] })
  for (const text of ['Not published', 'Half of the rows do not fit', 'Declare the types.']) {
    assert.ok(page.includes(text), text)
  }
})

test('without any grant the person reads who can help', () => {
  const page = render({ tables: [], sources: [source()], viewer: { ...analyst, tables: [] } })
  assert.match(page, /No table is shared with you yet/)
  assert.doesNotMatch(page, /<form/)
})

test('granted tables that are not there yet are explained', () => {
  assert.match(render({ tables: [], viewer: analyst }), /None of your tables is published yet/)
})

test('while the first sync runs, the list says how far it is and follows by itself', () => {
  const openRun = example.exampleRun({ status: 'running', table_id: null })
  const page = render({ tables: [], sources: [source({ openRun, working: true })] })
  assert.match(page, /The first sync is running/)
  assert.match(page, /The shop: looks for tables/)
  assert.match(page, /hx-trigger="every 2s"/)
  assert.match(page, /<a class="button" href="\/catalog">Reload<\/a>/)
  assert.doesNotMatch(render({}), /every 2s/)
})

test('without a source the way to set one up is shown', () => {
  const page = render({ tables: [], configured: [] })
  assert.match(page, /No source is set up/)
  assert.match(page, /instance\.yaml/)
})

test('sources without tables are told from no source', () => {
  assert.match(render({ tables: [], sources: [source()] }), /The sources have no tables/)
})

test('a search that finds nothing offers the way back, and keeps the order', () => {
  const page = render({ request: { q: hostile, sort: 'rows', failing: false }, hits: [] })
  assert.match(page, /Nothing found/)
  assert.match(page, /href="\/catalog\?sort=rows">Clear the search/)
  assert.doesNotMatch(page, /<script>|<img/)
})

test('found tables name their dataset and the columns that matched', () => {
  const tables = [example.exampleTable()]
  const columns = ['amount', 'amount_eur', 'amount_usd', 'amount_czk'].map((name) =>
    example.exampleColumn({ name, sourceName: name }),
  )
  const page = render({
    tables,
    request: { q: 'amount', sort: 'name', failing: false },
    hits: searchTables(tables, new Map([['shop/orders', columns]]), 'amount'),
  })
  assert.match(page, /1 of 1 tables match “amount”/)
  assert.match(
    page.replace(/\s+/g, ' '),
    /in shop.*<code>amount<\/code>, <code>amount_eur<\/code>.* and 1 more/,
  )
})

test('only the failing tables are shown when the address asks for them', () => {
  const failed = example.exampleTable({
    name: 'returns',
    lastRun: example.exampleRun({ status: 'failed' }),
  })
  const request = { q: '', sort: 'name', failing: true } as const
  const page = render({ tables: [example.exampleTable(), failed], request })
  assert.match(page, /\/catalog\/shop\/returns/)
  assert.doesNotMatch(page, /\/catalog\/shop\/orders/)
  assert.match(render({ request }), /No table is failing/)
})

test('a source that failed shows its reason and another try to administrators only', () => {
  const lastRun = example.exampleRun({
    status: 'failed',
    table_id: null,
    error: 'The token is refused',
  })
  const sources = [source({ lastRun })]
  assert.match(
    render({ sources }),
    /The token is refused[^]*action="\/catalog\/shop\/run"[^]*value="csrf-token"/,
  )
  assert.doesNotMatch(
    render({ sources, viewer: analyst }),
    /The token is refused|<form method="post"/,
  )
})

test('names and descriptions from outside never become markup', () => {
  const table = example.exampleTable({
    dataset: hostile,
    name: hostile,
    description: hostile,
    lastRun: example.exampleRun({ status: 'failed', error: hostile, remedy: hostile }),
    version: undefined,
  })
  const sources = [source({ id: hostile, title: hostile, description: hostile })]
  const hits = searchTables(
    [table],
    new Map([[table.id, [example.exampleColumn({ name: hostile, description: hostile })]]]),
    'alert',
  )
  for (const changes of [{ hits }, { hits: undefined }]) {
    const page = render({ tables: [table], sources, ...changes })
    assert.ok(page.includes('&lt;script&gt;'))
    assert.doesNotMatch(page, /<script|<img|" ?onerror|style=/i)
  }
})
