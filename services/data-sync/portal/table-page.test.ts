import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as example from '../../../tests/peers/example-catalog.ts'
import { runsCard } from './runs-card.ts'
import { tablePage } from './table-page.ts'
import type { TableView } from './table-view.ts'

const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
const render = (changes: Partial<TableView>) =>
  tablePage(example.exampleTablePage(changes)).text.replace(/\s+/g, ' ')
const analyst = { admin: false, csrf: 'c', tables: ['*'] }

test('the page has the way back, the facts and the command', () => {
  const page = render({})
  for (const text of [
    '<a href="/catalog">Catalog</a>',
    '<a href="/catalog#dataset-shop">The shop</a>',
    'One row per order',
    '12,345',
    '2.4 MiB',
    '<code>id</code>',
    'analyst query &quot;SELECT * FROM orders LIMIT 10&quot;',
    'data-copy="query-command"',
  ]) {
    assert.ok(page.includes(text), text)
  }
})

test('a column shows its type in words and exactly, nulls, range, and its spread in words', () => {
  const page = render({})
  assert.match(page, /Number <div[^>]*> <code class="nowrap">DOUBLE<\/code>/)
  assert.match(page, /5% <svg[^>]*aria-hidden="true"/)
  assert.match(page, /1 – 99\.5/)
  assert.match(page, /half between 12 and 48, median 25, mean 31\.25/)
  assert.match(
    page,
    /role="img"> <title>amount from 1 to 99\.5, most often between 1 and 50 \(11,000 rows\)<\/title>/,
  )
})

test('frequent values come with their share, and all beyond three are folded away', () => {
  const top = ['CZ', 'DE', 'AT', 'PL'].map((value) => ({ value, count: 1234 }))
  const profile = example.exampleProfile({ top, histogram: [], quantiles: null })
  const page = render({ profile: { value: example.exampleTableProfile([profile]) } })
  assert.match(page, /<dt>AT<\/dt>.*<summary>1 more<\/summary>.*<dt>PL<\/dt>/)
  assert.match(page, /title="1,234 rows"/)
})

test('a column of nulls only has no range', () => {
  const profile = example.exampleProfile({
    nulls: 12_345,
    distinct: 0,
    min: null,
    max: null,
    mean: null,
    quantiles: null,
    histogram: [],
  })
  const page = render({ profile: { value: example.exampleTableProfile([profile]) } })
  assert.match(page, /100% <svg/)
  assert.match(page, /<span class="null">none<\/span>/)
})

test('without a profile the columns stay and the reason is told', () => {
  const page = render({ profile: { missing: 'Its file is missing on the server.' } })
  assert.match(page, /There is no profile of the values\. Its file is missing on the server\./)
  assert.match(page, /<code class="nowrap">amount<\/code>/)
  assert.doesNotMatch(page, /Smallest/)
})

test('a schema that cannot be read takes only the columns away', () => {
  const page = render({ schema: { missing: 'Its file is damaged.' } })
  assert.match(page, /The columns cannot be shown\. Its file is damaged\./)
  assert.match(page, /How to query/)
})

test('rejected rows are grouped by reason with the first line and an example', () => {
  const version = example.exampleVersion({
    rejected: 14,
    rejects: [
      { column: 'amount', kind: 'CAST', count: 13, line: 4711, example: 'n/a' },
      { column: null, kind: 'SOMETHING NEW', count: 1, line: 9, example: hostile },
    ],
    warnings: ['The column zip became text'],
  })
  const page = render({ table: example.exampleTable({ version }) })
  assert.match(page, /14 rows of the source did not fit: whole lines are not in the table, and/)
  assert.match(page, /does not fit the column’s type.*amount.*13.*4,711.*n\/a/)
  assert.match(page, /something new.*whole line/)
  assert.match(page, /The column zip became text/)
  assert.doesNotMatch(page, /<img/)
})

test('rows of which a single value did not fit were said to be missing: they are in the table', () => {
  const group = { kind: 'CAST', count: 1, line: 2, example: 'n/a' }
  const toldOf = (...columns: readonly (string | null)[]) => {
    const rejects = columns.map((column) => ({ ...group, column }))
    const version = example.exampleVersion({ rejected: 1, rejects })
    const page = render({ table: example.exampleTable({ version }) })
    return /1 row of the source did not fit: ([^.]+)\./.exec(page)?.[1]?.trim()
  }
  assert.equal(toldOf('amount', 'day'), 'in the table, without the values that do not fit')
  assert.equal(toldOf(null), 'not in the table')
  assert.match(toldOf(null, 'amount') ?? '', /^whole lines are not in the table, and single values/)
})

test('the history tells of each run when, how long, by what, how much, and why it failed', () => {
  const page = render({
    runs: [
      example.exampleRun({
        id: 12,
        status: 'failed',
        trigger: 'portal',
        requested_by: 'ada@example.com',
        error_code: 'source_down',
        error: 'The shop does not answer',
        remedy: 'Try later.',
      }),
      example.exampleRun({ details: ['read again: the content is the same'] }),
    ],
  })
  for (const text of [
    'Failed',
    'The shop does not answer',
    'Try later.',
    'ada@example.com',
    '1 min 35 s',
    'Generation 7',
    'Schedule',
    'read again: the content is the same',
  ]) {
    assert.ok(page.includes(text), text)
  }
})

test('who asked for a run, and the way to ask for one, are for administrators', () => {
  const runs = [example.exampleRun({ trigger: 'portal', requested_by: 'ada@example.com' })]
  assert.match(render({ runs }), /action="\/catalog\/shop\/orders\/run".*value="csrf-token"/)
  assert.doesNotMatch(render({ runs, viewer: analyst }), /ada@example\.com|<form/)
})

test('a table whose source is gone from the configuration cannot be run', () => {
  assert.doesNotMatch(render({ configured: [] }), /<form/)
})

test('an open run is followed by itself, and by a link without JavaScript, until it ends', () => {
  const running = example.exampleRun({
    id: 12,
    status: 'running',
    finished_at: null,
    progress_done: 1024,
    progress_total: null,
  })
  const open = runsCard(example.exampleTablePage({ runs: [running], askedRun: 12 })).text
  assert.match(open, /hx-get="\/catalog\/shop\/orders\/runs\?run=12"/)
  assert.match(open, /hx-trigger="every 2s"/)
  assert.match(open, /Running: 1\.0 KiB done/)
  assert.match(open, /href="\/catalog\/shop\/orders\?run=12">Reload/)
  const ended = runsCard(example.exampleTablePage({ askedRun: 11 })).text
  assert.doesNotMatch(ended, /hx-get/)
  assert.match(
    ended,
    /a new version is published[^]*href="\/catalog\/shop\/orders">Show the new version/,
  )
})

test('an unpublished table shows the reason instead of facts', () => {
  const failed = example.exampleRun({
    status: 'failed',
    error: 'No such file',
    remedy: 'Put it there.',
  })
  const table = example.exampleTable({ version: undefined, lastRun: failed })
  const page = render({ table, runs: [failed], askedRun: failed.id })
  assert.match(
    page,
    /could not be published; only administrators see it.*No such file.*Put it there/,
  )
  assert.doesNotMatch(page, /How to query|last good version/)
  const waiting = render({ table: example.exampleTable({ version: undefined }), runs: [] })
  assert.match(waiting, /is not published yet/)
})

test('text from data, sources and people never becomes markup', () => {
  const version = example.exampleVersion({
    rejected: 1,
    warnings: [hostile],
    rejects: [{ column: hostile, kind: hostile, count: 1, line: 1, example: hostile }],
  })
  const column = example.exampleColumn({
    name: hostile,
    sourceName: `${hostile}!`,
    type: hostile,
    description: hostile,
  })
  const profile = example.exampleProfile({
    name: hostile,
    min: hostile,
    max: `${hostile}z`,
    quantiles: [hostile, hostile, hostile],
    top: [{ value: hostile, count: 1 }],
    histogram: [{ from: hostile, to: hostile, count: 1 }],
  })
  const run = example.exampleRun({
    status: 'failed',
    error: hostile,
    remedy: hostile,
    requested_by: hostile,
    details: [hostile],
  })
  const page = render({
    viewer: { admin: true, csrf: hostile, tables: [] },
    table: example.exampleTable({ dataset: hostile, name: hostile, description: hostile, version }),
    schema: { value: { ...example.exampleSchema([column]), primaryKey: [hostile] } },
    profile: { value: example.exampleTableProfile([profile]) },
    configured: [example.exampleSource({ id: hostile, title: hostile })],
    runs: [run],
    askedRun: run.id,
  })
  assert.ok(page.split('&lt;script&gt;').length > 15)
  assert.doesNotMatch(page, /<script|<img|" ?onerror| style=/i)
})
