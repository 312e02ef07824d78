import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { TestDistribution } from '../../tests/peers/distribution.ts'
import {
  analystOf,
  ordersColumns,
  ordersFile,
  startOrders,
} from '../../tests/peers/orders-server.ts'

let server: TestDistribution
const { run, folder, sync, rowsOf } = analystOf(() => server)

before(async () => (server = await startOrders()))
after(() => server.close())

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

test('a sync without news asks once for data and once for rules, and changes nothing but the time of the check', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const { mtimeMs } = await stat(join(dir, 'analytics.duckdb'))
  const before = server.requests.length
  const { code, out } = await sync(dir)
  assert.equal(code, 0)
  assert.match(out, /^up to date: generation \d+\n$/)
  assert.deepEqual(server.requests.slice(before), [
    'GET /sync/v1/root',
    'GET /api/corporate-memory/rules',
  ])
  assert.equal((await stat(join(dir, 'analytics.duckdb'))).mtimeMs, mtimeMs)
})

test('only what changed is fetched', async (t) => {
  const dir = await folder(t)
  await server.publish({
    'sales/parts': { columns: ordersColumns, files: [ordersFile(1, 0), ordersFile(1, 1000)] },
  })
  await sync(dir)
  await server.publish({
    'sales/parts': { columns: ordersColumns, files: [ordersFile(1, 0), ordersFile(9, 1000)] },
  })
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
  await server.publish({ 'sales/more': { columns: ordersColumns, files: [] } })
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
  assert.ok(!server.requests.slice(before).some((request) => request.includes('/o/')))
  assert.deepEqual(await rowsOf(moved, 'SELECT count(*) AS n FROM orders'), [{ n: 4000 }])
})

test('a guide of the analyst’s own is left alone', async (t) => {
  const dir = await folder(t)
  await writeFile(join(dir, 'CLAUDE.md'), 'mine')
  await sync(dir)
  assert.equal(await readFile(join(dir, 'CLAUDE.md'), 'utf8'), 'mine')
})

test('rules on the client are never deleted (of the original): each sync makes them those of the team', async (t) => {
  const dir = await folder(t)
  const name = 'km_0123456789ab.md'
  let answer = { status: 200, body: JSON.stringify({ files: [{ name, text: '# Revenue' }] }) }
  server.intercept = (req, res) => {
    if (!req.url?.startsWith('/api/corporate-memory/rules')) return false
    res.writeHead(answer.status).end(answer.body)
    return true
  }
  const rules = () => readdir(join(dir, '.claude/rules'))
  assert.match((await sync(dir)).out, /1 rule of the team, 1 file changed\n$/)
  assert.deepEqual(await rules(), [name])
  answer = { status: 503, body: '' }
  const away = await sync(dir)
  assert.deepEqual([away.code, await rules()], [0, [name]])
  assert.match(away.err, /warning: the rules of the team stay as they were: .* answered 503/)
  answer = { status: 200, body: '{"files":[]}' }
  assert.match((await sync(dir)).out, /0 rules of the team, 1 file changed\n$/)
  assert.deepEqual(await rules(), [])
})
