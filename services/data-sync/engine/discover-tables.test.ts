import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { z } from 'zod'
import type { Connector, SourceTable } from '#core/connector.ts'
import { createLog } from '#core/log.ts'
import { rootTable } from '#core/sync/root.ts'
import { exampleSource } from '../../../tests/peers/example-catalog.ts'
import { discoverTables } from './discover-tables.ts'

/** A source whose connector offers these tables. */
function offering(tables: readonly SourceTable[]) {
  const connector: Connector = {
    name: 'example',
    displayName: 'Example',
    config: z.unknown(),
    example: {},
    check: async () => undefined,
    discover: async () => tables,
    async *extract() {},
  }
  const context = {
    config: {},
    tables: {},
    configDir: '/nowhere',
    staging: '/nowhere',
    signal: new AbortController().signal,
    log: createLog('silent', new PassThrough()),
    progress: () => undefined,
  }
  return discoverTables({ source: exampleSource(), connector, context })
}

const named = (...names: readonly string[]) =>
  names.map((name) => ({ name, origin: `${name}.csv` }))

test('what a source offers comes as it offers it, and nothing is nothing', async () => {
  const tables = [{ name: 'z', origin: 'z.csv', title: 'Last' }, ...named('a', 'b_2')]
  assert.deepEqual(await offering(tables), tables)
  assert.deepEqual(await offering([]), [])
})

const bad = [
  '',
  'Orders',
  '2024',
  '_x',
  'a-b',
  'a b',
  'a/b',
  '../a',
  'a.b',
  'á',
  'a\n',
  'a'.repeat(64),
]

for (const name of bad) {
  test(`one table that was called ${JSON.stringify(name.slice(0, 20))} kept every analyst from syncing: it is refused by its origin`, async () => {
    await assert.rejects(offering([...named('good'), { name, origin: 'exports/x.csv' }]), {
      code: 'bad_table_name',
      status: 502,
      message: /^shop offers exports\/x\.csv as the table ".*": a name must be small letters/s,
      remedy: /sources\.shop\.tables/,
    })
    assert.equal(rootTable.shape.name.safeParse(name).success, false, 'no machine takes it')
  })
}

test('a name that is taken here is one that analysts’ machines take', async () => {
  for (const name of ['a', 'a'.repeat(63), 'x_9', 'select']) {
    assert.equal((await offering(named(name)))[0]?.name, name)
    assert.ok(rootTable.shape.name.safeParse(name).success)
  }
})

test('two tables of one name are refused by both origins', async () => {
  const tables = [...named('orders', 'returns'), { name: 'orders', origin: 'old/orders.csv' }]
  await assert.rejects(offering(tables), {
    code: 'duplicate_table',
    message: 'shop offers the table orders twice: orders.csv and old/orders.csv',
    remedy: /sources\.shop\.tables/,
  })
})
