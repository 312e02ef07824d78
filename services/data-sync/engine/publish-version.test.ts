import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { publishedTables } from '#core/sync/published-tables.ts'
import { exampleColumn } from '../../../tests/peers/example-catalog.ts'
import { openTestEngine, type TestEngine } from '../../../tests/peers/engine.ts'
import { until } from '../../../tests/peers/until.ts'
import { readGeneration } from '../distribution/generation.ts'
import { currentVersion } from './current-version.ts'
import { GENERATION_CHANNEL, publishVersion, withdrawTable } from './publish-version.ts'

let engine: TestEngine
before(async () => (engine = await openTestEngine()))
after(() => engine[Symbol.asyncDispose]())
beforeEach(async () => {
  await engine.database.db.pool.query(
    'truncate data_sync.version, data_sync.version_object, data_sync.generation, core.published_table',
  )
})

/** Publishes a table of these rows; `meanwhile` happens before anything of it is named. */
function publish(tableId: string, rows: number, meanwhile: () => unknown = () => undefined) {
  const { objects } = engine.context
  const [dataset = '', name = ''] = tableId.split('/')
  const schema = { v: 1 as const, table: tableId, primaryKey: [], columns: [exampleColumn({})] }
  return publishVersion(engine.context, async () => {
    const data = await objects.putBytes(`${rows} rows of ${tableId}`)
    const stored = {
      schema: await objects.putBytes(JSON.stringify(schema)),
      manifest: await objects.putBytes(`manifest of ${data.sha256}`),
      data: [data],
    }
    await meanwhile()
    const counts = { rows, bytes: data.size, rejected: 0, rejects: [], warnings: [] }
    return { tableId, dataset, name, ...counts, schema, changeMarker: undefined, objects: stored }
  })
}

const withdraw = (tableId: string) =>
  withdrawTable(engine.context.catalogue, engine.context.events, tableId)
const rowsIn = async (generation: number) => {
  const { tables } = await readGeneration(engine.context.catalogue, generation)
  return Object.fromEntries(tables.map(({ id, rows }) => [id, rows]))
}
const queryable = async () =>
  (await publishedTables(engine.database.db, ['*'])).map(({ id, files }) => [id, files.length])

test('each generation shows what was published when it began, for ever', async () => {
  await publish('shop/orders', 1)
  await publish('shop/returns', 2)
  await publish('shop/orders', 3)
  assert.equal(await withdraw('shop/returns'), 4)
  await publish('shop/returns', 5)
  assert.deepEqual(await Promise.all([0, 1, 2, 3, 4, 5].map(rowsIn)), [
    {},
    { 'shop/orders': 1 },
    { 'shop/orders': 1, 'shop/returns': 2 },
    { 'shop/orders': 3, 'shop/returns': 2 },
    { 'shop/orders': 3 },
    { 'shop/orders': 3, 'shop/returns': 5 },
  ])
})

test('of many publications and withdrawals at once each has a generation of its own, and none is half there', async () => {
  const tables = ['a', 'b', 'c', 'd'].map((name) => `shop/${name}`)
  const rounds = Array.from({ length: 5 }, (_, round) => round + 1)
  const done = await Promise.all(
    tables.flatMap((table) =>
      rounds.map(async (round) => {
        const published = await publish(table, round)
        if (round === 3) await withdraw(table)
        return [published.generation, table, round] as const
      }),
    ),
  )
  const numbers = done.map(([generation]) => generation)
  assert.equal(new Set(numbers).size, numbers.length)
  for (const [generation, table, round] of done)
    assert.equal((await rowsIn(generation))[table], round, `generation ${generation}`)
  const { rows } = await engine.database.db.pool.query<{ id: number }>(
    'select id from data_sync.generation order by id',
  )
  assert.deepEqual(
    rows.map(({ id }) => Number(id)),
    rows.map((_, at) => at + 1),
    'no number is left out',
  )
  for (const table of tables) {
    const current = await currentVersion(engine.context.catalogue, table)
    const shown = (await rowsIn(rows.length))[table]
    assert.equal(current?.rows, shown, table)
  }
})

test('two tables of one name that were published at the same moment ended in an error of SQL: the second is refused by name', async () => {
  const [ready, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const second = publish('crm/orders', 2, async () => {
    ready.resolve()
    await go.promise
  })
  await ready.promise
  await publish('shop/orders', 1)
  go.resolve()
  await assert.rejects(second, {
    code: 'name_taken',
    message: 'shop/orders already has the name orders',
    remedy: /Give crm\/orders another name/,
  })
  assert.deepEqual(await rowsIn(1), { 'shop/orders': 1 })
  await withdraw('shop/orders')
  await publish('crm/orders', 3)
  assert.deepEqual(await rowsIn(3), { 'crm/orders': 3 }, 'a name that was given back is free')
})

test('what fails before its commit leaves no generation, no version and no row for queries', async () => {
  await publish('shop/orders', 1)
  const failing = publish('shop/orders', 2, () => Promise.reject(new Error('the disk is full')))
  await assert.rejects(failing, /the disk is full/)
  await sql`alter table data_sync.version_object add constraint late check (role <> 'data') not valid`.execute(
    engine.context.catalogue,
  )
  try {
    await assert.rejects(publish('shop/orders', 3), /late/)
  } finally {
    await sql`alter table data_sync.version_object drop constraint late`.execute(
      engine.context.catalogue,
    )
  }
  assert.deepEqual(await rowsIn(1), { 'shop/orders': 1 })
  const { generation } = await publish('shop/orders', 4)
  assert.equal(generation, 2)
})

test('what can be queried follows each publication and withdrawal', async () => {
  await publish('shop/orders', 1)
  await publish('shop/returns', 1)
  assert.deepEqual(await queryable(), [
    ['shop/orders', 1],
    ['shop/returns', 1],
  ])
  await withdraw('shop/orders')
  assert.deepEqual(await queryable(), [['shop/returns', 1]])
})

test('a table that is not there is withdrawn without a new generation', async () => {
  await publish('shop/orders', 1)
  assert.equal(await withdraw('shop/nothing'), undefined)
  assert.equal(await withdraw('shop/orders'), 2)
  assert.equal(await withdraw('shop/orders'), undefined)
  await assert.rejects(readGeneration(engine.context.catalogue, 3))
})

test('everyone hears the number of each generation once it can be read', async () => {
  const heard: string[] = []
  const stop = await engine.context.events.listen(GENERATION_CHANNEL, async (payload) => {
    if (payload !== undefined) heard.push(`${payload}: ${Object.keys(await rowsIn(+payload))}`)
  })
  await publish('shop/orders', 1)
  await withdraw('shop/orders')
  await until(() => heard.length === 2)
  await stop()
  assert.deepEqual(heard.toSorted(), ['1: shop/orders', '2: '])
})
