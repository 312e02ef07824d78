import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { SourceConfig, TableConfig } from '#core/config/instance.ts'
import type { Connector, SourceTable } from '#core/connector.ts'
import { declareTable, openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { openSource } from './engine-context.ts'
import { findKnownTable } from './source-tables.ts'
import { findTable } from './table-at-work.ts'

let engine: TestEngine
before(async () => (engine = await openTestEngine()))
after(() => engine[Symbol.asyncDispose]())

/** A source that offers these tables, whatever it is configured to. */
function find(id: string, offered: readonly SourceTable[], source: Partial<SourceConfig> = {}) {
  const files = engine.context.connectors.get('files') as Connector
  const connector: Connector = { ...files, discover: async () => offered }
  const context = {
    ...engine.context,
    sources: [{ id: 'shop', connector: 'files', config: {}, tables: {}, ...source }],
    connectors: new Map([['files', connector]]),
  }
  const surroundings = {
    staging: engine.folder,
    signal: new AbortController().signal,
    progress: () => undefined,
  }
  return findTable(context, openSource(context, 'shop', surroundings), id)
}

const orders = (changeMarker?: string): SourceTable => ({
  name: 'orders',
  origin: 'orders.csv',
  ...(changeMarker !== undefined && { changeMarker }),
})

async function markerOf(content: string | undefined, source: Partial<SourceConfig> = {}) {
  return (await find('shop/orders', [orders(content)], source)).marker
}

test('a marker is the same only where neither the content nor a word of the operator changed', async () => {
  const declared = (table: Partial<TableConfig>) => ({ tables: { orders: declareTable(table) } })
  const first = await markerOf('v1')
  assert.equal(await markerOf('v1'), first)
  const changes: readonly (readonly [string, Partial<SourceConfig>])[] = [
    ['v2', {}],
    ['', {}],
    ['v1', { config: { delimiter: ';' } }],
    ['v1', { config: { delimiter: ';', encoding: 'windows-1250' } }],
    ['v1', declared({})],
    ['v1', declared({ columns: { id: { type: 'BIGINT' } } })],
    ['v1', declared({ columns: { id: { type: 'BIGINT', description: 'The number' } } })],
    ['v1', declared({ primaryKey: ['id'] })],
    ['v1', declared({ maxRejected: 0 })],
    ['v1', declared({ allowEmpty: true })],
    ['v1', declared({ options: { header: ['id'] } })],
  ]
  const markers = [first]
  for (const [content, source] of changes) markers.push(await markerOf(content, source))
  assert.equal(new Set(markers).size, markers.length)
})

test('what says nothing of the content changes no marker: a title, a schedule, the order of keys', async () => {
  const first = await markerOf('v1', { config: { delimiter: ';', quote: "'" } })
  assert.equal(await markerOf('v1', { config: { quote: "'", delimiter: ';' } }), first)
  const more = { title: 'The shop', schedule: '0 5 * * *', config: { delimiter: ';', quote: "'" } }
  assert.equal(await markerOf('v1', more), first)
})

test('a source that does not know whether anything changed has no marker, and is read each time', async () => {
  assert.equal(await markerOf(undefined), undefined)
  assert.equal(await markerOf('', {}), '', 'and one that is empty never equals a kept one')
})

test('a table that its source no longer offers is told with the way out, and remembered as gone', async () => {
  await find('shop/orders', [orders()])
  await assert.rejects(find('shop/orders', []), {
    code: 'table_gone',
    message: 'shop no longer offers shop/orders',
    remedy: /take it out of sources\.shop\.tables; its last version stays/,
  })
  const gone = await findKnownTable(engine.context.catalogue, 'shop/orders')
  assert.ok(gone?.gone_at instanceof Date)
  const { known } = await find('shop/orders', [orders()])
  assert.equal(known.gone_at, null, 'and it is there again when it comes back')
})

test('a table of another source, of a longer name or of none is not this one', async () => {
  for (const id of ['crm/orders', 'shop/order', 'shop/orders/x', 'orders', 'shop/', ''])
    await assert.rejects(find(id, [orders()]), { code: 'table_gone' }, id)
})

test('what the operator says of the table comes along, and what is not said has its usual value', async () => {
  assert.equal((await find('shop/orders', [orders()])).allowEmpty, false)
  const tables = { orders: declareTable({ allowEmpty: true }) }
  assert.equal((await find('shop/orders', [orders()], { tables })).allowEmpty, true)
})
