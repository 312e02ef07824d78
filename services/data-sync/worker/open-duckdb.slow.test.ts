import assert from 'node:assert/strict'
import { mkdtempDisposable, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readEnv } from '#core/env.ts'
import { ConfigError } from '#core/errors.ts'
import manifest from '../service.ts'
import { openDuckDB, selectRow, selectRows } from './open-duckdb.ts'

const mega = 1_000_000
const mebi = 2 ** 20

/** What an operator may write, and the bytes that it means. */
const amounts: readonly (readonly [text: string, bytes: number])[] = [
  ['256MB', 256 * mega],
  ['512 MiB', 512 * mebi],
  ['1.5GiB', 1536 * mebi],
  ['2gb', 2000 * mega],
  ['0.25GB', 250 * mega],
]

test('DuckDB takes every amount of memory that the configuration takes, and as much as it says', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'duckdb-'))
  for (const [text, bytes] of [...amounts, [manifest.env.SYNC_MEMORY_LIMIT.default, 256 * mega]]) {
    const { SYNC_MEMORY_LIMIT: memory } = readEnv(manifest.env, { SYNC_MEMORY_LIMIT: String(text) })
    const db = await openDuckDB(folder.path, { memory, threads: 1, timeoutMs: 1000 })
    const { shown } = await selectRow(db, "SELECT current_setting('memory_limit') AS shown")
    const [amount = '', unit = ''] = String(shown).split(' ')
    const limit = Number(amount) * (unit === 'GiB' ? 1024 * mebi : mebi)
    // DuckDB shows one decimal, which it cuts.
    assert.ok(limit <= Number(bytes) && limit > Number(bytes) * 0.92, `${text}: ${String(shown)}`)
  }
})

test('an amount of memory that DuckDB does not know was found out at the first conversion only', async () => {
  for (const text of ['256', 'lots', '80%', '0MB', '99999999999TB', '-1', 'none']) {
    assert.throws(
      () => readEnv(manifest.env, { SYNC_MEMORY_LIMIT: text }),
      (error) =>
        error instanceof ConfigError &&
        error.problems.length === 1 &&
        /^SYNC_MEMORY_LIMIT must be an amount of memory such as 256MB/.test(
          error.problems[0] ?? '',
        ),
      text,
    )
  }
})

test('an engine without threads, workers or time would do nothing for ever: it does not start', () => {
  const names = ['SYNC_THREADS', 'SYNC_PARALLEL', 'SYNC_TIMEOUT_MINUTES'] as const
  for (const name of names) {
    for (const text of ['0', '-1'])
      assert.throws(() => readEnv(manifest.env, { [name]: text }), new RegExp(`${name} must be 1`))
    assert.equal(readEnv(manifest.env, { [name]: '1' })[name], 1)
  }
  assert.throws(
    () => readEnv(manifest.env, { SYNC_KEEP_HOURS: '-24' }),
    /SYNC_KEEP_HOURS must be 0/,
  )
  assert.equal(readEnv(manifest.env, { SYNC_KEEP_HOURS: '0' }).SYNC_KEEP_HOURS, 0)
})

test('what does not fit into memory goes to the folder of the job, and times without a zone are UTC', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'duckdb-'))
  const db = await openDuckDB(folder.path, { memory: '64MB', threads: 1, timeoutMs: 1000 })
  assert.deepEqual(await readdir(folder.path), ['temp'])
  const { folder: spill, at } = await selectRow(
    db,
    "SELECT current_setting('temp_directory') AS folder, CAST(TIMESTAMPTZ '2024-07-01 12:00:00' AS VARCHAR) AS at",
  )
  assert.deepEqual([spill, at], [join(folder.path, 'temp'), '2024-07-01 12:00:00+00'])
  const { sum } = await selectRow(
    db,
    `SELECT count(*) AS sum FROM (SELECT i, repeat('x', 100) FROM range(2_000_000) t(i) ORDER BY hash(i))`,
  )
  assert.equal(sum, 2_000_000n)
})

test('no extension is fetched or loaded by itself', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'duckdb-'))
  const db = await openDuckDB(folder.path, { memory: '64MB', threads: 1, timeoutMs: 1000 })
  await assert.rejects(selectRows(db, "SELECT * FROM read_csv('https://127.0.0.1:1/x.csv')"))
  const { rows } = await selectRow(
    db,
    "SELECT count(*) AS rows FROM duckdb_extensions() WHERE loaded AND extension_name = 'httpfs'",
  )
  assert.equal(rows, 0n)
})

test('a query that finds nothing is an error that shows the query', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'duckdb-'))
  const db = await openDuckDB(folder.path, { memory: '64MB', threads: 1, timeoutMs: 1000 })
  await assert.rejects(selectRow(db, 'SELECT 1 WHERE false'), /no row came back: SELECT 1 WHERE/)
})
