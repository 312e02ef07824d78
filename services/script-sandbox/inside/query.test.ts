import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'

let scratch: string
let parquet: string
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'query-'))
  parquet = join(scratch, "it's a table.parquet")
  const connection = await (await DuckDBInstance.create()).connect()
  await connection.run(
    `copy (select i as n, 'name ' || i as name from range(3000) t(i)) to '${parquet.replace("'", "''")}'`,
  )
  connection.closeSync()
  const table = (schema: string, name: string, files: readonly string[]) => ({
    schema,
    name,
    files,
  })
  const tables = [table('shop', 'orders', [parquet]), table('shop', 'order', [parquet, parquet])]
  await writeFile(join(scratch, '.tables.json'), JSON.stringify(tables))
})
after(() => rm(scratch, { recursive: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The program as a script starts it, without the wall around it. */
function query(...args: readonly string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const program = [join(import.meta.dirname, 'query.ts'), ...args]
  execFile(process.execPath, program, { env: { SCRATCH: scratch } }, (error, stdout, stderr) => {
    resolve({ code: Number(error?.code ?? 0), stdout, stderr })
  })
  return promise
}

async function rowsOf(sql: string): Promise<readonly Record<string, unknown>[]> {
  const { stdout, stderr } = await query(sql)
  assert.notEqual(stdout, '', stderr)
  return (JSON.parse(stdout) as { rows: Record<string, unknown>[] }).rows
}

test('dates without an end were shown as a day of the year 5,881,580: they are called infinity, also in lists', async () => {
  const [row] = await rowsOf(
    `select 'infinity'::date as d, '-infinity'::timestamp as t, 'infinity'::timestamptz as z,
       ['infinity'::date, date '2026-02-28'] as l, {'until': '-infinity'::date} as s, date '2026-02-28' as day`,
  )
  assert.deepEqual(row, {
    d: 'infinity',
    t: '-infinity',
    z: 'infinity',
    l: ['infinity', '2026-02-28'],
    s: { until: '-infinity' },
    day: '2026-02-28',
  })
})

test('a result of many rows is cut, and says how many there are', async () => {
  const { stdout } = await query('select n, name from shop.orders order by n')
  const { columns, rows, total } = JSON.parse(stdout) as {
    columns: string[]
    rows: unknown[]
    total: number
  }
  assert.deepEqual([columns, rows.length, total], [['n', 'name'], 1000, 3000])
  assert.deepEqual(rows.at(-1), { n: '999', name: 'name 999' })
})

test('two columns of one name both keep their values', async () => {
  const { stdout } = await query('select 1 as a, 2 as a')
  assert.deepEqual(JSON.parse(stdout), {
    columns: ['a', 'a:1'],
    rows: [{ a: 1, 'a:1': 2 }],
    total: 1,
  })
})

test('a table may be called by a word of SQL, lie in several files, and have a quote in the names of these', async () => {
  assert.deepEqual(await rowsOf('select count(*) as n from shop."order"'), [{ n: '6000' }])
})

test('a query of a file is read as it stands, with its quotes, line ends and signs', async () => {
  const file = join(scratch, 'alert.sql')
  await writeFile(
    file,
    `-- title: “Überfällig”\r\nselect 'it''s\r\n"here"' as said, '{"query": 1}' as json\n`,
  )
  const { stdout } = await query('--file', file)
  assert.deepEqual((JSON.parse(stdout) as { rows: unknown }).rows, [
    { said: `it's\r\n"here"`, json: '{"query": 1}' },
  ])
})

test('nothing but the granted tables is read, and nobody unlocks that', async () => {
  for (const sql of [
    `select * from read_text('/etc/passwd')`,
    `copy (select 1) to '${join(scratch, 'written.csv')}'`,
    `attach '${join(scratch, 'other.db')}'`,
    `install httpfs`,
    `set enable_external_access = true`,
    `set allowed_paths = ['/etc/passwd']`,
  ]) {
    const { code, stdout, stderr } = await query(sql)
    assert.deepEqual([code, stdout], [1, ''], sql)
    assert.match(stderr, /Error/, sql)
  }
})

test('what is no query ends with a word about it', async () => {
  const said = async (...args: readonly string[]) => {
    const { code, stderr } = await query(...args)
    return [code, stderr.split('\n')[0]]
  }
  assert.deepEqual(await said(), [1, 'usage: query "select …"'])
  assert.deepEqual(await said(' \n'), [1, 'usage: query "select …"'])
  assert.match(
    String((await said('select * from nowhere'))[1]),
    /Catalog Error: Table with name nowhere/,
  )
})
