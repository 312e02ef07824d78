import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileNames } from './generation-folder.ts'
import { viewNames } from './received-table.ts'
import type { ReceivedTable } from './received-table.ts'

const reference = { sha256: 'a'.repeat(64), size: 1 }
const table = (dataset: string, name: string) => ({
  id: `${dataset}/${name}`,
  name,
  dataset,
  rows: 0,
  bytes: 0,
  rejected: 0,
  updated: '',
  schema: reference,
  profile: null,
  manifest: reference,
})

test('tables of one name in two datasets both get a view', () => {
  const views = viewNames([table('a', 'orders'), table('b', 'orders'), table('b', 'users')])
  assert.deepEqual(Object.fromEntries(views), {
    'a/orders': 'a__orders',
    'b/orders': 'b__orders',
    'b/users': 'users',
  })
})

test('a view never stands for two tables', () => {
  const tables = [table('a', 'x'), table('b', 'x'), table('c', 'a__x')]
  assert.throws(() => viewNames(tables), { code: 'invalid_generation' })
})

test('files whose hashes begin alike keep apart, equal files are one', () => {
  const hash = (last: string) => '0'.repeat(63) + last
  const files = [hash('1'), hash('2'), hash('1')].map((sha256) => ({ sha256, size: 1, rows: 1 }))
  const received: ReceivedTable = {
    root: table('a', 't'),
    view: 't',
    manifest: { v: 1, table: 'a/t', schema: hash('9'), partitions: [{ key: '', files }] },
    schema: { v: 1, table: 'a/t', primaryKey: [], columns: [] },
  }
  assert.deepEqual(Object.fromEntries(fileNames(received)), {
    't-00000000.parquet': hash('1'),
    [`t-${hash('2')}.parquet`]: hash('2'),
  })
})
