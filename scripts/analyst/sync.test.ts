import assert from 'node:assert/strict'
import { once } from 'node:events'
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { runAnalystProcess, startAnalyst } from '../../tests/peers/analyst.ts'
import { startDistribution, type TestDistribution } from '../../tests/peers/distribution.ts'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { runAnalyst } from './run-analyst.ts'
import { workspaceAt } from './workspace.ts'

let server: TestDistribution
const columns = { n: 'BIGINT', g: 'INTEGER' }
const file = (generation: number, from: number) =>
  `SELECT i AS n, ${generation}::INTEGER AS g FROM range(${from}, ${from + 1000}) t(i)`
const orders = (generation: number) => ({
  columns,
  files: [0, 1, 2, 3].map((part) => file(generation, part * 1000)),
  description: 'Orders of all shops',
})

before(async () => {
  server = await startDistribution()
  server.tokens.set('sales', { tables: ['sales/*'] })
  await server.publish({
    'sales/orders': orders(1),
    'hr/pay': { columns: { n: 'BIGINT' }, files: [] },
  })
})
after(() => server.close())

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'analyst-'))
  t.after(() => rm(dir, { recursive: true }))
  t.after(() => (server.intercept = () => false))
  return dir
}

async function run(dir: string, args: readonly string[], token = 'all') {
  const io = memoryIo({ cwd: dir, token })
  const code = await runAnalyst(args, io)
  await new Promise(setImmediate)
  return { code, out: io.out(), err: io.err() }
}
const sync = (dir: string, ...more: string[]) =>
  run(dir, ['sync', '--server', server.url, '--dir', dir, ...more])

async function rowsOf(dir: string, sql: string): Promise<unknown> {
  const { code, out, err } = await run(dir, ['query', sql, '--format', 'json'])
  assert.equal(code, 0, err)
  return JSON.parse(out)
}

test('a first sync brings every table, ready for SQL, and says whose key it trusts', async (t) => {
  const dir = await folder(t)
  const { code, out, err } = await sync(dir)
  assert.equal(code, 0, err)
  assert.match(out, /^generation \d+: \d+ tables, \d+ objects \(.*\) fetched in /)
  assert.match(err, /trusting the key of http:.* from now on: ([0-9a-f]{4}-){7}/)
  assert.deepEqual(await rowsOf(dir, 'SELECT count(*) AS n, sum(n) AS s FROM orders'), [
    { n: 4000, s: 7998000 },
  ])
  assert.deepEqual(await rowsOf(dir, 'SELECT * FROM pay'), [])
  const guide = await readFile(join(dir, 'CLAUDE.md'), 'utf8')
  assert.match(guide, /\| `orders` \| 4000 \| 2 \|.*\| Orders of all shops \|/)
})

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

test('a sync without news is one request, and changes nothing but the time of the check', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const { mtimeMs } = await stat(join(dir, 'analytics.duckdb'))
  const before = server.requests.length
  const { code, out } = await sync(dir)
  assert.equal(code, 0)
  assert.match(out, /^up to date: generation \d+\n$/)
  assert.deepEqual(server.requests.slice(before), ['GET /sync/v1/root'])
  assert.equal((await stat(join(dir, 'analytics.duckdb'))).mtimeMs, mtimeMs)
})

test('only what changed is fetched', async (t) => {
  const dir = await folder(t)
  await server.publish({ 'sales/parts': { columns, files: [file(1, 0), file(1, 1000)] } })
  await sync(dir)
  await server.publish({ 'sales/parts': { columns, files: [file(1, 0), file(9, 1000)] } })
  const before = server.requests.length
  await sync(dir)
  const objects = server.requests.slice(before).filter((request) => request.includes('/o/'))
  assert.equal(objects.length, 2, 'the manifest and one file; the schema is the same')
  assert.deepEqual(await rowsOf(dir, 'SELECT g, count(*) AS n FROM parts GROUP BY g ORDER BY g'), [
    { g: 1, n: 1000 },
    { g: 9, n: 1000 },
  ])
})

test('files written before a column came are read with it empty', async (t) => {
  const dir = await folder(t)
  await server.publish({
    'sales/grown': {
      columns: { n: 'BIGINT', extra: 'VARCHAR' },
      files: ['SELECT 1::INTEGER AS n', `SELECT 2::BIGINT AS n, 'x' AS extra`],
    },
  })
  await sync(dir)
  assert.deepEqual(await rowsOf(dir, 'SELECT * FROM grown ORDER BY n'), [
    { n: 1, extra: null },
    { n: 2, extra: 'x' },
  ])
})

test('a withdrawn table disappears from the views and from the disk', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const all = (await readdir(join(dir, '.analyst/objects'))).length
  server.tokens.set('changing', { tables: ['hr/*'] })
  const { code } = await run(dir, ['sync'], 'changing')
  assert.equal(code, 0)
  assert.equal((await run(dir, ['query', 'FROM orders'])).code, 1)
  assert.deepEqual(await rowsOf(dir, 'FROM pay'), [])
  assert.ok((await readdir(join(dir, '.analyst/objects'))).length < all)
  const generations = await readdir(join(dir, '.analyst/gen'))
  assert.equal(generations.length, 1)
})

test('one view that cannot be made does not spoil the others, and the sync says so', async (t) => {
  const dir = await folder(t)
  await server.publish({
    'sales/broken': { columns: { missing: 'BIGINT' }, files: ['SELECT 1 AS other'] },
  })
  const { code, err } = await sync(dir)
  assert.equal(code, 1)
  assert.match(err, /error: no view for sales\/broken: .*missing/)
  assert.deepEqual(await rowsOf(dir, 'SELECT count(*) AS n FROM orders'), [{ n: 4000 }])
  const status = JSON.parse((await run(dir, ['status', '--format', 'json'])).out)
  assert.match(
    status.tables.find(({ name }: { name: string }) => name === 'broken').problem,
    /missing/,
  )
  await server.publish({ 'sales/broken': null })
  assert.equal((await sync(dir)).code, 0)
})

test('the original deleted a database with own tables; here it is set aside', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const database = join(dir, 'analytics.duckdb')
  const instance = await DuckDBInstance.create(database)
  const connection = await instance.connect()
  await connection.run('CREATE TABLE mine AS SELECT 42 AS answer')
  connection.closeSync()
  instance.closeSync()
  await server.publish({ 'sales/more': { columns, files: [] } })
  const { code, err } = await sync(dir)
  assert.equal(code, 0)
  assert.match(err, /analytics\.duckdb was changed by hand: kept as /)
  const kept = (await readdir(dir)).find((name) => name.startsWith('analytics.own-'))
  const saved = await DuckDBInstance.create(join(dir, kept ?? ''), { access_mode: 'READ_ONLY' })
  const reader = await saved.connect()
  assert.deepEqual((await reader.runAndReadAll('FROM mine')).getRows(), [[42]])
  reader.closeSync()
  saved.closeSync()
})

test('a folder that was moved is made whole without fetching anything again', async (t) => {
  const parent = await folder(t)
  const [dir, moved] = [join(parent, 'before'), join(parent, 'after')]
  await mkdir(dir)
  await sync(dir)
  await rename(dir, moved)
  const { code, err } = await run(moved, ['query', 'FROM orders'])
  assert.equal(code, 1)
  assert.match(err, /remedy: Run `analyst sync`/)
  const before = server.requests.length
  assert.equal((await run(moved, ['sync'])).code, 0)
  assert.deepEqual(server.requests.slice(before), ['GET /sync/v1/root'])
  assert.deepEqual(await rowsOf(moved, 'SELECT count(*) AS n FROM orders'), [{ n: 4000 }])
})

test('a guide of the analyst’s own is left alone', async (t) => {
  const dir = await folder(t)
  await writeFile(join(dir, 'CLAUDE.md'), 'mine')
  await sync(dir)
  assert.equal(await readFile(join(dir, 'CLAUDE.md'), 'utf8'), 'mine')
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

test('killed in the middle, a sync leaves the old state and continues where it was', async (t) => {
  const dir = await folder(t)
  const random = 'SELECT random() AS a, random() AS b, random() AS c FROM range(300000)'
  await server.publish({
    'sales/large': { columns: { a: 'DOUBLE', b: 'DOUBLE', c: 'DOUBLE' }, files: [random] },
  })
  t.after(() => server.publish({ 'sales/large': null }))
  let held = 0
  // The large object stops half way: that is when the process is killed.
  server.intercept = (req, res) => {
    if (!req.url?.includes('/o/')) return false
    const write = res.write.bind(res)
    const hold = (chunk: Buffer) => {
      if (held > 0) return false
      held = chunk.length
      write(chunk)
      setTimeout(() => killed.child.kill('SIGKILL'), 300)
      return false
    }
    res.write = hold as typeof res.write
    return false
  }
  const args = ['sync', '--server', server.url, '--dir', dir]
  const killed = startAnalyst(args, { token: 'all' })
  await killed.done
  assert.ok(held > 0)
  await assert.rejects(readFile(workspaceAt(dir).current), { code: 'ENOENT' })
  const parts = (await readdir(workspaceAt(dir).objects)).filter((name) => name.endsWith('.part'))
  assert.equal(parts.length, 1)

  let ranges = 0
  server.intercept = (req) => {
    if (req.headers.range !== undefined) ranges++
    return false
  }
  const resumed = await runAnalystProcess(args, { token: 'all' })
  assert.equal(resumed.code, 0, resumed.stderr)
  assert.equal(ranges, 1)
  assert.deepEqual(await rowsOf(dir, 'SELECT count(*) AS n FROM large'), [{ n: 300000 }])
})

test('Ctrl-C ends with 130, keeps what is there and frees the folder', async (t) => {
  const dir = await folder(t)
  const asked = Promise.withResolvers<void>()
  server.intercept = (req) => {
    if (!req.url?.includes('/o/')) return false
    asked.resolve()
    return true
  }
  const started = startAnalyst(['sync', '--server', server.url, '--dir', dir], { token: 'all' })
  await asked.promise
  started.child.kill('SIGINT')
  const { code, stderr } = await started.done
  assert.equal(code, 130)
  assert.match(stderr, /interrupted: what was fetched is kept/)
  server.intercept = () => false
  assert.equal((await sync(dir)).code, 0)
})

test('while one sync runs a second one is refused and queries go on', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  await server.publish({ 'sales/slow': { columns, files: [file(77, 0)] } })
  const asked = Promise.withResolvers<void>()
  server.intercept = (req) => {
    if (!req.url?.includes('/o/')) return false
    asked.resolve()
    return true
  }
  const first = startAnalyst(['sync', '--dir', dir], { token: 'all' })
  await asked.promise
  const { code, err } = await sync(dir)
  assert.equal(code, 1)
  assert.match(
    err,
    new RegExp(`another sync of this folder is running: process ${first.child.pid} `),
  )
  assert.deepEqual(await rowsOf(dir, 'SELECT count(*) AS n FROM orders'), [{ n: 4000 }])
  first.child.kill('SIGTERM')
  await once(first.child, 'close')
})

test('a damaged local object is found by doctor --deep', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  assert.equal((await run(dir, ['doctor', '--deep'])).code, 0)
  const objects = workspaceAt(dir).objects
  const [name = ''] = await readdir(objects)
  await rm(join(objects, name))
  await writeFile(join(objects, name), 'damaged')
  const { code, out } = await run(dir, ['doctor', '--deep'])
  assert.equal(code, 1)
  assert.match(out, /FAILED {2}files: 1 objects are missing or damaged\n +remedy: /)
})

test('doctor names everything that is missing and how to mend it', async (t) => {
  const dir = await folder(t)
  const { code, out } = await run(dir, ['doctor'])
  assert.equal(code, 1)
  for (const check of ['server', 'files', 'views']) {
    assert.match(out, new RegExp(`FAILED  ${check}: .*\\n +remedy: `))
  }
  assert.match(out, /ok {6}duckdb: DuckDB v/)
})

test('prune removes an unfinished download and older generations', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  await server.publish({ 'sales/another': { columns, files: [] } })
  await sync(dir)
  await appendFile(join(workspaceAt(dir).objects, `${'0'.repeat(64)}.part`), 'half')
  const { code, out } = await run(dir, ['prune', '--keep', '1'])
  assert.equal(code, 0)
  assert.match(out, /^removed 1 generations and \d+ objects/)
  assert.deepEqual(await rowsOf(dir, 'SELECT count(*) AS n FROM orders'), [{ n: 4000 }])
})
