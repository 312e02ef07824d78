import assert from 'node:assert/strict'
import { once } from 'node:events'
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runAnalystProcess, startAnalyst } from '../../tests/peers/analyst.ts'
import type { TestDistribution } from '../../tests/peers/distribution.ts'
import {
  analystOf,
  ordersColumns,
  ordersFile,
  startOrders,
} from '../../tests/peers/orders-server.ts'
import { workspaceAt } from './workspace.ts'

let server: TestDistribution
const { run, folder, sync, rowsOf } = analystOf(() => server)

before(async () => (server = await startOrders()))
after(() => server.close())

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
  await using killed = startAnalyst(args, { token: 'all' })
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
  await using started = startAnalyst(['sync', '--server', server.url, '--dir', dir], {
    token: 'all',
  })
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
  await server.publish({ 'sales/slow': { columns: ordersColumns, files: [ordersFile(77, 0)] } })
  const asked = Promise.withResolvers<void>()
  server.intercept = (req) => {
    if (!req.url?.includes('/o/')) return false
    asked.resolve()
    return true
  }
  await using first = startAnalyst(['sync', '--dir', dir], { token: 'all' })
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
  await server.publish({ 'sales/another': { columns: ordersColumns, files: [] } })
  await sync(dir)
  await appendFile(join(workspaceAt(dir).objects, `${'0'.repeat(64)}.part`), 'half')
  const { code, out } = await run(dir, ['prune', '--keep', '1'])
  assert.equal(code, 0)
  assert.match(out, /^removed 1 generations and \d+ objects/)
  assert.deepEqual(await rowsOf(dir, 'SELECT count(*) AS n FROM orders'), [{ n: 4000 }])
})
