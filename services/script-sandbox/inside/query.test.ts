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
  const here = { cwd: scratch, env: { SCRATCH: scratch } }
  execFile(process.execPath, program, here, (error, stdout, stderr) => {
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

interface Document {
  readonly columns: readonly string[]
  readonly types?: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly total: number
}

/** What prints more than this is ended. */
const MOST_PRINTED = 64 * 1024

async function alert(sql: string): Promise<Document> {
  const file = join(scratch, 'alert.sql')
  await writeFile(file, sql)
  const { stdout } = await query('--file', file)
  assert.ok(Buffer.byteLength(stdout) <= MOST_PRINTED, `${Buffer.byteLength(stdout)} bytes`)
  return JSON.parse(stdout) as Document
}

test('an alert is told the first of many rows, and how many there are', async () => {
  const { columns, rows, total } = await alert('select n, name from shop.orders order by n')
  assert.deepEqual([columns, rows.length, total], [['n', 'name'], 1000, 3000])
  assert.deepEqual(rows.at(-1), { n: '999', name: 'name 999' })
})

test('an alert over wide rows printed more than a script may, and failed: it is told as many as fit', async () => {
  const wide = await alert(`select n, repeat('ž', 900) as text from shop.orders order by n`)
  assert.ok(wide.rows.length > 20 && wide.rows.length < 30, `${wide.rows.length} rows`)
  assert.equal(wide.total, 3000)
  const widest = await alert(`select n, repeat('x', 60000) as text from shop.orders order by n`)
  assert.deepEqual([widest.rows.length, widest.total], [1, 3000])
})

test('a script that asked for many rows got a part of them, without a word: it gets all, or is told that they are too many', async () => {
  assert.equal((await rowsOf('select n from shop.orders')).length, 3000)
  const { code, stdout, stderr } = await query('from range(100001)')
  assert.deepEqual([code, stdout], [1, ''])
  assert.match(stderr, /^the result has more than 100,000 rows: let DuckDB do the work/)
})

test('a query that needs more than memory and the folder of a run hold was ended for what it wrote: DuckDB says what it lacks', async () => {
  const { code, stderr } = await query(
    `select i, repeat(md5(i::varchar), 8) as s from range(2000000) t(i) order by s`,
  )
  assert.equal(code, 1)
  assert.match(stderr, /^Out of Memory Error: .*offload/)
})

test('counts and sums were text to a script: numbers are numbers where JSON holds them exactly', async () => {
  const { stdout } = await query(
    `select count(*) as n, sum(n) as s, 1.50::decimal(9,2) as d, 9007199254740993 as big, null::bigint as none,
       0.1234567890123456789::decimal(30,19) as fine, -3::hugeint as h from shop.orders`,
  )
  const { rows, types } = JSON.parse(stdout) as Document
  assert.deepEqual(rows, [
    {
      ...{ n: 3000, s: 4_498_500, d: 1.5, big: '9007199254740993', none: null },
      ...{ fine: '0.1234567890123456789', h: -3 },
    },
  ])
  const [big, decimal] = ['BIGINT', 'DECIMAL(30,19)']
  assert.deepEqual(types, [big, 'HUGEINT', 'DECIMAL(9,2)', big, big, decimal, 'HUGEINT'])
})

test('two columns of one name both keep their values', async () => {
  assert.deepEqual(await alert('select 1 as a, 2 as a'), {
    columns: ['a', 'a:1'],
    rows: [{ a: 1, 'a:1': 2 }],
    total: 1,
  })
})

test('a query that finds nothing says of what', async () => {
  const nothing = { columns: ['n'], rows: [], total: 0 }
  assert.deepEqual(await alert('select n from shop.orders where n < 0'), nothing)
})

test('a table may be called by a word of SQL, lie in several files, and have a quote in the names of these', async () => {
  assert.deepEqual(await rowsOf('select count(*) as n from shop."order"'), [{ n: 6000 }])
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
