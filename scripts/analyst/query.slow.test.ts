import assert from 'node:assert/strict'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { TestDistribution } from '../../tests/peers/distribution.ts'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { analystOf, startOrders } from '../../tests/peers/orders-server.ts'
import { runAnalyst } from './run-analyst.ts'

let server: TestDistribution
const { run, folder, sync, rowsOf } = analystOf(() => server)

before(async () => (server = await startOrders()))
after(() => server.close())

test('any DuckDB can open analytics.duckdb, comments included', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const instance = await DuckDBInstance.create(join(dir, 'analytics.duckdb'), {
    access_mode: 'READ_ONLY',
  })
  const connection = await instance.connect()
  const read = await connection.runAndReadAll(
    `SELECT count(*), (SELECT comment FROM duckdb_views() WHERE view_name = 'orders') FROM orders`,
  )
  assert.deepEqual(read.getRows(), [[4000n, 'Orders of all shops']])
  connection.closeSync()
  instance.closeSync()
})

test('SQL reaches the analyst’s folder and nothing else of the machine', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  await writeFile(join(dir, 'own.csv'), 'n\n1\n2\n')
  assert.deepEqual(
    await rowsOf(dir, `SELECT count(*) AS n FROM orders JOIN '${join(dir, 'own.csv')}' USING (n)`),
    [{ n: 2 }],
  )
  for (const sql of [
    `SELECT * FROM read_text('/etc/passwd')`,
    `COPY (SELECT 1) TO '${join(tmpdir(), 'out.csv')}'`,
    'SET enable_external_access = true',
    'CREATE TABLE t AS SELECT 1',
    'INSTALL httpfs',
  ]) {
    assert.equal((await run(dir, ['query', sql])).code, 1, sql)
  }
})

test('results come as a table, as CSV and as JSON, from an argument or from stdin', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const sql = `SELECT 1 AS a, 1.50::DECIMAL(9,2) AS d, NULL AS e, [1::BIGINT, 9007199254740993] AS l, 'x,"y"' AS a`
  assert.equal(
    (await run(dir, ['query', sql, '--format', 'csv'])).out,
    'a,d,e,l,a:1\r\n1,1.50,,"[""1"",""9007199254740993""]","x,""y"""\r\n',
  )
  assert.deepEqual(await rowsOf(dir, sql), [
    { a: 1, d: 1.5, e: null, l: [1, '9007199254740993'], 'a:1': 'x,"y"' },
  ])
  const piped = memoryIo({ cwd: dir }, 'SELECT n FROM orders ORDER BY n')
  assert.equal(await runAnalyst(['query', '-', '--limit', '2'], piped), 0)
  await new Promise(setImmediate)
  assert.equal(piped.out(), '┌───┐\n│ n │\n├───┤\n│ 0 │\n│ 1 │\n└───┘\n')
  assert.equal(piped.err(), 'only the first 2 rows are shown; see --limit\n')
})

test('nothing synced, nothing found: every verb says what to do', async (t) => {
  const dir = await folder(t)
  for (const args of [['status'], ['query', 'SELECT 1'], ['prune']]) {
    const { code, err } = await run(dir, args)
    assert.equal(code, 1)
    assert.match(err, /there is no synced data in .*\nremedy: Run `analyst sync`/)
  }
})

test('the folder is found from below', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const below = await mkdtemp(join(dir, 'work-'))
  assert.deepEqual(await rowsOf(below, 'SELECT count(*) AS n FROM orders'), [{ n: 4000 }])
})
