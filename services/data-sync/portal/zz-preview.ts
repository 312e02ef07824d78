import { readFileSync, writeFileSync } from 'node:fs'
import { documentOf } from '../../../webapp/pages/frame.ts'
import { html, type Html } from '#core/html.ts'
import { catalogPage } from './catalog-page.ts'
import * as ex from './example-catalog.ts'
import { searchTables } from './search-tables.ts'
import { tablePage } from './table-page.ts'
import { widget } from './widget.ts'
import { summarize } from './catalog-summary.ts'

const assets = '/work/main/webapp/assets/'
const css = ['base', 'layout', 'components', 'content', 'forms']
  .map((name) => readFileSync(`${assets}${name}.css`, 'utf8'))
  .join('\n')
function write(name: string, body: Html) {
  const doc = documentOf(
    {
      branding: { name: 'Acme', subtitle: 'AI Data Analyst' },
      assets: { styles: [], scripts: [], icon: '' },
      path: '/catalog',
      navigation: [
        { path: '/', title: 'Home', icon: 'home' },
        { path: '/catalog', title: 'Catalog', icon: 'table' },
      ],
      viewer: { name: 'Ada L', email: 'ada@example.com', csrf: 'x' },
    },
    { title: name, body },
  )
  writeFileSync(
    `/tmp/pw-portal/${name}.html`,
    doc.text.replace('</head>', `<style>${css}</style></head>`),
  )
}
const v = ex.exampleVersion
const tables = [
  ex.exampleTable(),
  ex.exampleTable({
    name: 'customers',
    description:
      'People who bought at least once, with their address, newsletter consent and the channel through which they came to us first',
    version: v({ rows: 1934, bytes: 120_000, rejected: 12 }),
    columns: 24,
  }),
  ex.exampleTable({
    name: 'order_items',
    openRun: ex.exampleRun({ status: 'running', progress_done: 42, progress_total: 100 }),
    version: v({ rows: 98_223_112, bytes: 3_000_000_000 }),
  }),
  ex.exampleTable({
    name: 'returns',
    lastRun: ex.exampleRun({ status: 'failed' }),
    checkedAt: new Date('2026-02-12T12:00:00Z'),
  }),
  ex.exampleTable({
    name: 'new_table',
    version: undefined,
    columns: undefined,
    lastRun: ex.exampleRun({
      status: 'failed',
      error: 'data/new_table.csv: 31 % of the rows do not fit their types',
      error_code: 'too_many_rejected',
      remedy:
        'Declare the types of the columns amount and day under sources.shop.tables.new_table.columns.',
    }),
  }),
  ex.exampleTable({ dataset: 'crm', name: 'deals', description: 'Deals', gone: true }),
  ex.exampleTable({
    dataset: 'crm',
    name: 'a_table_with_a_rather_long_name_that_goes_on',
    description: '<script>alert(1)</script>',
  }),
]
const sources = [
  {
    id: 'shop',
    title: 'The shop',
    description: 'Nightly export of the web shop',
    lastRun: undefined,
    openRun: undefined,
    working: true,
  },
  {
    id: 'crm',
    title: 'CRM',
    description: undefined,
    lastRun: ex.exampleRun({
      status: 'failed',
      table_id: null,
      error: 'The server of the CRM refused the token',
      remedy: 'Make a new token and set CRM_TOKEN.',
    }),
    openRun: undefined,
    working: false,
  },
]
const configured = [
  ex.exampleSource({ schedule: '0 6 * * *' }),
  ex.exampleSource({ id: 'crm', title: 'CRM' }),
]
write('list', catalogPage(ex.exampleCatalog({ tables, sources, configured })))
const columns = new Map([
  [
    'shop/orders',
    [
      ex.exampleColumn({ name: 'order_id', description: 'Number of the order' }),
      ex.exampleColumn({ name: 'order_total' }),
    ],
  ],
])
write(
  'search',
  catalogPage(
    ex.exampleCatalog({
      tables,
      sources: [],
      configured,
      request: { q: 'order', sort: 'name', failing: false },
      hits: searchTables(tables, columns, 'order'),
    }),
  ),
)
write(
  'nothing',
  catalogPage(
    ex.exampleCatalog({
      tables,
      configured,
      request: { q: 'zzz', sort: 'name', failing: false },
      hits: [],
    }),
  ),
)
write(
  'first',
  catalogPage(
    ex.exampleCatalog({
      tables: [],
      configured,
      sources: [{ ...sources[0]!, openRun: ex.exampleRun({ status: 'running' }) }],
    }),
  ),
)
write(
  'granted',
  catalogPage(
    ex.exampleCatalog({ tables: [], configured, viewer: { admin: false, csrf: '', tables: [] } }),
  ),
)
write('nosource', catalogPage(ex.exampleCatalog({ tables: [], configured: [] })))
const bins = Array.from({ length: 20 }, (_, i) => ({
  from: i * 5,
  to: i * 5 + 5,
  count: Math.round(2000 * Math.exp(-((i - 6) ** 2) / 12)),
}))
const page = ex.exampleTablePage({
  configured,
  table: ex.exampleTable({
    version: v({
      rejected: 14,
      warnings: ['The column zip became text because of the value "1010-A" in line 77.'],
      rejects: [
        { column: 'amount', kind: 'CAST', count: 13, line: 4711, example: 'n/a' },
        {
          column: null,
          kind: 'MISSING COLUMNS',
          count: 1,
          line: 9,
          example: '12,"<img src=x onerror=alert(1)>',
        },
      ],
    }),
    openRun: ex.exampleRun({ status: 'running', progress_done: 42, progress_total: 100 }),
  }),
  schema: {
    value: {
      ...ex.exampleSchema([
        ex.exampleColumn({
          name: 'id',
          sourceName: 'Order ID',
          type: 'BIGINT',
          description: 'Number of the order, unique over all shops',
        }),
        ex.exampleColumn(),
        ex.exampleColumn({ name: 'country', sourceName: 'country', type: 'VARCHAR' }),
        ex.exampleColumn({ name: 'created_at', sourceName: 'created_at', type: 'TIMESTAMP' }),
        ex.exampleColumn({ name: 'note', sourceName: 'note', type: 'VARCHAR' }),
        ex.exampleColumn({ name: 'paid', sourceName: 'paid', type: 'BOOLEAN' }),
        ex.exampleColumn({ name: 'nothing', sourceName: 'nothing', type: 'DECIMAL(18,2)' }),
      ]),
    },
  },
  profile: {
    value: ex.exampleTableProfile([
      ex.exampleProfile({
        name: 'id',
        nulls: 0,
        min: 1,
        max: 12345,
        distinct: 12345,
        mean: 6173.2,
        quantiles: [3000, 6100, 9200],
        histogram: bins.map((b) => ({ ...b, count: 617 })),
      }),
      ex.exampleProfile({ histogram: bins, mean: 31.2345678 }),
      ex.exampleProfile({
        name: 'country',
        nulls: 3,
        distinct: 5,
        min: 'AT',
        max: 'US',
        mean: null,
        quantiles: null,
        histogram: [],
        top: ['CZ', 'DE', 'AT', 'US', 'PL'].map((value, i) => ({ value, count: 6000 >> i })),
      }),
      ex.exampleProfile({
        name: 'created_at',
        nulls: 0,
        distinct: 12000,
        min: '2024-01-01 00:03:12',
        max: '2026-03-01 23:59:58',
        mean: null,
        quantiles: ['2024-07-01 10:00:00', '2025-01-01 12:12:12', '2025-08-01 12:12:12'],
        histogram: bins.map((b, i) => ({
          from: `2024-${i}`,
          to: `2024-${i + 1}`,
          count: 100 + i * 30,
        })),
      }),
      ex.exampleProfile({
        name: 'note',
        nulls: 12000,
        distinct: 300,
        min: '',
        max: 'zzz',
        mean: null,
        quantiles: null,
        histogram: [],
        top: [
          { value: 'Please leave the parcel with the neighbour on the second floor', count: 12 },
          { value: '<b>x</b>', count: 3 },
        ],
      }),
      ex.exampleProfile({
        name: 'paid',
        nulls: 0,
        distinct: 2,
        min: false,
        max: true,
        mean: null,
        quantiles: null,
        histogram: [],
        top: [
          { value: true, count: 12000 },
          { value: false, count: 345 },
        ],
      }),
      ex.exampleProfile({
        name: 'nothing',
        nulls: 12345,
        distinct: 0,
        min: null,
        max: null,
        mean: null,
        quantiles: null,
        histogram: [],
        top: [],
      }),
    ]),
  },
  askedRun: 14,
  runs: [
    ex.exampleRun({
      id: 14,
      status: 'running',
      trigger: 'portal',
      requested_by: 'ada@example.com',
      finished_at: null,
      progress_done: 42,
      progress_total: 100,
      rows: null,
      bytes_published: null,
      generation: null,
    }),
    ex.exampleRun({
      id: 13,
      status: 'failed',
      error: 'The file data/orders.csv is not there',
      remedy: 'Put it back, or take it out of sources.shop.tables; its last version stays.',
      rows: null,
      bytes_published: null,
      generation: null,
    }),
    ex.exampleRun({
      id: 12,
      status: 'unchanged',
      bytes_published: 0,
      generation: null,
      details: ['the source says that nothing changed'],
    }),
    ex.exampleRun({ rejected: 14 }),
  ],
})
write('table', tablePage(page))
write(
  'unpublished',
  tablePage(ex.exampleTablePage({ table: tables[4]!, runs: [tables[4]!.lastRun!] })),
)
write(
  'widget',
  html`<header class="page-head">
      <div><h1>Home</h1></div>
    </header>
    <div class="grid">
      <section class="card">
        <h2>Data</h2>
        ${widget(summarize(tables), ex.exampleNow)}
      </section>
      <section class="card">
        <h2>Data</h2>
        ${widget(summarize([]), ex.exampleNow)}
      </section>
    </div>`,
)
