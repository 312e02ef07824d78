import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict, NotFound } from '#core/errors.ts'
import { withdrawTable } from '../engine/publish-version.ts'
import { claimRun, failRun, finishRun, requestRun } from '../engine/runs.ts'
import { rememberTables } from '../engine/source-tables.ts'
import { exampleSource } from '../../../tests/peers/example-catalog.ts'
import { findTable, readTable } from './find-table.ts'
import { listColumns } from './list-columns.ts'
import { listSources } from './list-sources.ts'
import { listTables } from './list-tables.ts'
import { openExampleCatalog } from '../../../tests/peers/open-example-catalog.ts'
import {
  discoverExamples,
  publishExample,
  type Publisher,
} from '../../../tests/peers/publish-example.ts'

const administrator = { admin: true, tables: [] }
const analyst = (...tables: string[]) => ({ admin: false, tables })
const sources = [exampleSource(), exampleSource({ id: 'crm', title: 'CRM' })]

async function publishAll(catalog: Publisher): Promise<void> {
  await discoverExamples(catalog, 'shop', ['orders', 'returns'])
  await discoverExamples(catalog, 'crm', ['deals'])
  await publishExample(catalog, 'shop', 'orders')
  await publishExample(catalog, 'shop', 'returns')
  await publishExample(catalog, 'crm', 'deals')
}

test('a person sees the tables that the patterns grant, and an administrator all', async () => {
  await using catalog = await openExampleCatalog()
  await publishAll(catalog)
  const idsFor = async (reader: Parameters<typeof listTables>[2]) =>
    (await listTables(catalog.catalogue, sources, reader)).map(({ id }) => id)
  assert.deepEqual(await idsFor(administrator), ['crm/deals', 'shop/orders', 'shop/returns'])
  assert.deepEqual(await idsFor(analyst('*')), ['crm/deals', 'shop/orders', 'shop/returns'])
  assert.deepEqual(await idsFor(analyst('shop/*')), ['shop/orders', 'shop/returns'])
  assert.deepEqual(await idsFor(analyst('crm/deals', 'shop/orders')), ['crm/deals', 'shop/orders'])
  assert.deepEqual(await idsFor(analyst()), [])
})

test('a listed table has its facts, its last run and what is open', async () => {
  await using catalog = await openExampleCatalog()
  const { catalogue, events } = catalog
  await publishAll(catalog)
  const request = { source: 'shop', tableId: 'shop/orders', trigger: 'schedule' } as const
  const failed = await requestRun(catalogue, events, request)
  await claimRun(catalogue)
  await failRun(catalogue, events, failed, new Conflict('became_empty', 'It became empty'))
  const running = await requestRun(catalogue, events, request)
  await claimRun(catalogue)
  await requestRun(catalogue, events, request)

  const [table] = await listTables(catalogue, sources, analyst('shop/orders'))
  assert.equal(table?.version?.rows, 100)
  assert.equal(table.columns, 1)
  assert.equal(table.description, 'All orders')
  assert.ok(table.checkedAt instanceof Date)
  assert.equal(table.lastRun?.id, failed)
  assert.equal(table.lastRun.error, 'It became empty')
  assert.deepEqual([table.openRun?.id, table.openRun?.status], [running, 'running'])
})

test('tables that were never published are for administrators, as far as they are declared', async () => {
  await using catalog = await openExampleCatalog()
  await discoverExamples(catalog, 'shop', ['orders', 'drafts'])
  await discoverExamples(catalog, 'gone', ['old'])
  const declared = { maxRejected: 0, allowEmpty: false, options: {} }
  const idsWith = async (tables: Record<string, typeof declared>, reader = administrator) =>
    (await listTables(catalog.catalogue, [exampleSource({ tables })], reader)).map(({ id }) => id)
  assert.deepEqual(await idsWith({}), ['shop/drafts', 'shop/orders'])
  assert.deepEqual(await idsWith({ orders: declared }), ['shop/orders'])
  assert.deepEqual(await idsWith({}, { admin: false, tables: ['*'] as never[] }), [])
})

test('a table that its source no longer offers stays, and is marked', async () => {
  await using catalog = await openExampleCatalog()
  await publishAll(catalog)
  await rememberTables(catalog.catalogue, 'shop', [{ name: 'orders', origin: 'orders.csv' }])
  const tables = await listTables(catalog.catalogue, sources, analyst('shop/*'))
  assert.deepEqual(
    tables.map(({ id, gone }) => [id, gone]),
    [
      ['shop/orders', false],
      ['shop/returns', true],
    ],
  )
})

test('a withdrawn table is gone from the catalog', async () => {
  await using catalog = await openExampleCatalog()
  await publishAll(catalog)
  await withdrawTable(catalog.catalogue, catalog.events, 'crm/deals')
  assert.deepEqual(await listTables(catalog.catalogue, sources, analyst('crm/*')), [])
})

test('a found table comes with its schema, its profile and its last ten runs', async () => {
  await using catalog = await openExampleCatalog()
  const { catalogue, events, objects } = catalog
  await publishAll(catalog)
  for (let count = 0; count < 12; count += 1) {
    const request = { source: 'shop', tableId: 'shop/orders', trigger: 'schedule' } as const
    const id = await requestRun(catalogue, events, request)
    await claimRun(catalogue)
    await finishRun(catalogue, events, id, { status: 'unchanged' })
  }
  const table = await findTable(catalogue, sources, analyst('shop/*'), 'shop/orders')
  const details = await readTable(catalogue, objects, table)
  assert.ok('value' in details.schema && 'value' in details.profile)
  assert.equal(details.schema.value.columns[0]?.name, 'amount')
  assert.equal(details.profile.value.columns[0]?.distinct, 4210)
  assert.equal(details.runs.length, 10)
  assert.ok((details.runs[0]?.id ?? 0) > (details.runs[9]?.id ?? 0))
})

test('a table that is not granted and one that does not exist are the same NotFound', async () => {
  await using catalog = await openExampleCatalog()
  await publishAll(catalog)
  const failure = (id: string) =>
    findTable(catalog.catalogue, sources, analyst('shop/*'), id).then(
      () => assert.fail('it was found'),
      (error: unknown) => {
        assert.ok(error instanceof NotFound)
        return [error.status, error.code, error.message, error.remedy]
      },
    )
  assert.deepEqual(await failure('crm/deals'), await failure('crm/nothing'))
})

test('a lost, a damaged and a foreign object each take only themselves away, with the reason', async () => {
  await using catalog = await openExampleCatalog()
  const { catalogue, objects } = catalog
  await discoverExamples(catalog, 'shop', ['orders'])
  await publishExample(catalog, 'shop', 'orders')
  const table = await findTable(catalogue, sources, administrator, 'shop/orders')
  const reasonWith = async (profile_sha256: string | null) => {
    const version = table.version && { ...table.version, profile_sha256 }
    const { profile, schema } = await readTable(catalogue, objects, { ...table, version })
    assert.ok('value' in schema)
    return 'missing' in profile ? profile.missing : ''
  }
  assert.match(await reasonWith(null), /could not be made/)
  assert.match(await reasonWith('f'.repeat(64)), /missing on the server/)
  assert.match(await reasonWith((await objects.putBytes('{"v":')).sha256), /damaged/)
  assert.match(await reasonWith((await objects.putBytes('{"v":2}')).sha256), /does not read/)
})

test('columns are listed by table', async () => {
  await using catalog = await openExampleCatalog()
  await discoverExamples(catalog, 'shop', ['orders', 'drafts'])
  await publishExample(catalog, 'shop', 'orders', { column: 'price' })
  const columns = await listColumns(catalog.catalogue, ['shop/orders', 'shop/drafts'])
  assert.equal(columns.get('shop/orders')?.[0]?.name, 'price')
  assert.deepEqual(columns.get('shop/drafts'), [])
  assert.equal((await listColumns(catalog.catalogue, [])).size, 0)
})

test('a source tells how its last search ended and whether anything runs that the person may know of', async () => {
  await using catalog = await openExampleCatalog()
  const { catalogue, events } = catalog
  const search = { source: 'shop', trigger: 'start' } as const
  const id = await requestRun(catalogue, events, search)
  await claimRun(catalogue)
  await failRun(catalogue, events, id, new Error('the disk is gone'))
  await requestRun(catalogue, events, { ...search, tableId: 'shop/orders' })

  const stateFor = async (reader: Parameters<typeof listSources>[2]) =>
    (await listSources(catalogue, sources, reader)).map((source) => [source.id, source.working])
  const [shop] = await listSources(catalogue, sources, administrator)
  assert.equal(shop?.lastRun?.status, 'failed')
  assert.equal(shop.openRun, undefined)
  assert.deepEqual(await stateFor(administrator), [
    ['shop', true],
    ['crm', false],
  ])
  assert.deepEqual(await stateFor(analyst('shop/returns')), [['shop', false]])
  assert.deepEqual(await stateFor(analyst('shop/orders')), [['shop', true]])
  assert.deepEqual(await stateFor(analyst()), [])
})
