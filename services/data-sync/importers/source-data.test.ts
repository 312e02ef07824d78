import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMap, parseDocument } from 'yaml'
import { linesOf, openTestImport } from '../../../tests/peers/import.ts'

test('a folder of tables comes with the line of instance.yaml that takes it, and tables in parts are named', async () => {
  await using old = await openTestImport({
    'src_data/parquet/Sales EU/orders.parquet': 'PAR1',
    'src_data/parquet/Sales EU/events/2025-01.parquet': 'PAR1',
    'src_data/parquet/private/people/pay.parquet': 'PAR1',
    'home/ann/.sync_settings.yaml': 'datasets:\n',
  })
  const entries = await old.plan()
  assert.deepEqual(linesOf(entries), [
    'left home/ann/.sync_settings.yaml',
    'left src_data/parquet/Sales EU',
    'left src_data/parquet/Sales EU events',
    'left src_data/parquet/private/people',
  ])
  const line = entries[1]?.detail.split('instance.yaml: ')[1] ?? ''
  const document = parseDocument(line)
  assert.ok(isMap(document.contents))
  assert.deepEqual(document.toJS(), {
    sales_eu: { connector: 'files', folder: `${old.dir}/src_data/parquet/Sales EU` },
  })
})

test('a folder that a source takes already is there', async () => {
  const folder = 'src_data/parquet/sales'
  await using old = await openTestImport({ [`${folder}/orders.parquet`]: 'PAR1' }, [
    { id: 'shop', connector: 'files', config: { folder }, tables: {} },
  ])
  const [entry] = await old.apply()
  assert.deepEqual([entry?.state, entry?.file], ['there', folder])
  assert.match(entry?.detail ?? '', /source shop/)
})

test('each folder is offered a name that instance.yaml takes and no other source has', async () => {
  const folders = ['2024', 'Sales', 'sales', 'private/sales', 'Prodej ČR', '__']
  const files = folders.map((folder) => [`src_data/parquet/${folder}/orders.parquet`, 'PAR1'])
  await using old = await openTestImport(Object.fromEntries(files), [
    { id: 'sales', connector: 'files', config: { folder: 'elsewhere' }, tables: {} },
  ])
  const names = (await old.plan()).map(({ detail }) => /instance.yaml: (\w+):/.exec(detail)?.[1])
  const wanted = ['prodej_cr', 'sales_2', 'sales_3', 'sales_4', 't_', 't_2024']
  assert.deepEqual(names.toSorted(), wanted)
})

test('what people had switched on, and the state of the original’s sync, is named and left', async () => {
  await using old = await openTestImport({
    'data/sync_settings.json': '{"ann": {"sales": true}, "bob": {}}',
    'src_data/metadata/state.json': '{}',
    'broken/sync_settings.json': '{"ann": ',
  })
  assert.deepEqual(linesOf(await old.plan()).toSorted(), [
    'left data/sync_settings.json ann',
    'left data/sync_settings.json bob',
    'left src_data/metadata/state.json',
    'refused broken/sync_settings.json',
  ])
})
