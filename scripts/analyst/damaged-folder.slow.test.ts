import assert from 'node:assert/strict'
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
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
import { startDistribution, type TestDistribution } from '../../tests/peers/distribution.ts'
import { runInFolder } from '../../tests/peers/memory-io.ts'
import { workspaceAt } from './workspace.ts'

let server: TestDistribution
const columns = { n: 'BIGINT', name: 'VARCHAR' }
const rows = (part: number) =>
  `SELECT i::BIGINT AS n, 'row ' || i AS name FROM range(${part * 1000}, ${part * 1000 + 1000}) t(i)`

before(async () => {
  server = await startDistribution()
  await server.publish({ 'sales/orders': { columns, files: [0, 1, 2].map(rows) } })
})
after(() => server.close())

async function folder(t: TestContext, name = 'data'): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'analyst-'))
  t.after(() => rm(parent, { recursive: true }))
  const dir = join(parent, name)
  await mkdir(dir)
  return dir
}

const run = (dir: string, ...args: readonly string[]) => runInFolder(dir, args, { token: 'all' })
const sync = (dir: string, ...more: readonly string[]) =>
  run(dir, 'sync', '--server', server.url, ...more)

async function sumOf(dir: string): Promise<string> {
  const { code, stdout, stderr } = await run(
    dir,
    'query',
    'SELECT count(*), sum(n), min(name) FROM orders',
    '--format',
    'csv',
  )
  return code === 0 ? (stdout.split('\r\n')[1] ?? '') : stderr
}
const good = '3000,4498500,row 0'

/** Other bytes in the middle of a file, in the same file as a disk would have them. */
async function rot(file: string): Promise<void> {
  await chmod(file, 0o644)
  await using handle = await open(file, 'r+')
  const { size } = await handle.stat()
  await handle.write(Buffer.alloc(Math.min(64, size), 0xa5), 0, Math.min(64, size), size >> 1)
}

/** The largest objects are those with rows. */
async function dataObjects(dir: string): Promise<readonly string[]> {
  const { objects } = workspaceAt(dir)
  const sized = await Promise.all(
    (await readdir(objects)).map(async (name) => {
      const file = join(objects, name)
      return { file, size: (await stat(file)).size }
    }),
  )
  return sized
    .sort((a, b) => b.size - a.size)
    .slice(0, 3)
    .map(({ file }) => file)
}

// What doctor advised fetched the object anew and left the generation with the damaged file: it then said that all is well.
test('sync --repair mends every damaged file, in the object and where queries read it', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  assert.equal(await sumOf(dir), good)
  const damaged = (await dataObjects(dir)).slice(0, 2)
  for (const file of damaged) await rot(file)
  const found = await run(dir, 'doctor', '--deep')
  assert.match(
    found.stdout,
    /FAILED {2}files: 2 objects are missing or damaged\n +remedy: Run `analyst sync --repair`/,
  )
  const { code, stdout, stderr } = await sync(dir, '--repair')
  assert.equal(code, 0, stderr)
  assert.match(stderr, /^2 of \d+ objects were broken$/m)
  assert.match(stdout, /, 2 objects \(/)
  assert.equal((await run(dir, 'doctor', '--deep')).code, 0)
  assert.equal(await sumOf(dir), good)
  const { generations, current } = workspaceAt(dir)
  const { folder: name } = JSON.parse(await readFile(current, 'utf8')) as { folder: string }
  const files = (await readdir(join(generations, name))).filter((one) => one.endsWith('.parquet'))
  const inodes = new Set(
    await Promise.all((await dataObjects(dir)).map(async (one) => (await stat(one)).ino)),
  )
  for (const one of files)
    assert.ok(inodes.has((await stat(join(generations, name, one))).ino), one)
})

test('an object that somebody deleted is back after a repair, and the next sync has nothing to do', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const [first = ''] = await dataObjects(dir)
  await rm(first)
  assert.match((await sync(dir)).stdout, /^up to date/, 'it is not looked at without being asked')
  assert.match((await sync(dir, '--repair')).stderr, /^1 of \d+ objects were broken$/m)
  assert.ok((await stat(first)).size > 0)
  assert.match((await sync(dir)).stdout, /^up to date/)
})

test('a repair while the server is away takes nothing from the folder', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const [first = ''] = await dataObjects(dir)
  await rot(first)
  t.after(() => (server.intercept = () => false))
  server.intercept = (_request, response) => {
    response.writeHead(404).end()
    return true
  }
  assert.equal((await sync(dir, '--repair')).code, 1)
  assert.ok((await stat(first)).size > 0)
})

// One file of macOS's Finder in the folder of generations, and no sync ever ended again.
test('what a file manager lays into the folders of sync stops nothing, and stays', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const { generations, objects } = workspaceAt(dir)
  await writeFile(join(generations, '.DS_Store'), 'x')
  await writeFile(join(generations, 'Thumbs.db'), 'x')
  await mkdir(join(generations, '@eaDir'))
  await writeFile(join(objects, 'desktop.ini'), 'x')
  await mkdir(join(objects, '@eaDir'))
  await writeFile(join(objects, `${'0'.repeat(64)}.part`), 'half')
  await server.publish({ 'sales/more': { columns, files: [] } })
  const { code, stderr } = await sync(dir)
  assert.equal(code, 0, stderr)
  assert.equal((await run(dir, 'prune', '--keep', '1')).code, 0)
  assert.deepEqual(
    (await readdir(generations)).filter((name) => !/^\d/.test(name)),
    ['.DS_Store', '@eaDir', 'Thumbs.db'],
  )
  assert.deepEqual(
    (await readdir(objects)).filter((name) => !/^[0-9a-f]{64}$/.test(name)),
    ['@eaDir', 'desktop.ini'],
  )
})

test('a folder of any name is as good as another', async (t) => {
  for (const name of [
    `Ann's "data"`,
    'Data [2024] {a,b}',
    'star* $HOME 100%',
    'ü 数据 🚀',
    `x'; DROP TABLE orders; --`,
    ' blanks around ',
    'back\\slash',
  ]) {
    const dir = await folder(t, name)
    const { code, stderr } = await sync(dir)
    assert.equal(code, 0, `${name}: ${stderr}`)
    assert.equal(await sumOf(dir), good, name)
    const copied = await run(
      dir,
      'query',
      `COPY (FROM orders) TO '${dir.replaceAll("'", "''")}/own.csv'`,
    )
    assert.equal(copied.code, 0, `${name}: ${copied.stderr}`)
    assert.ok((await stat(join(dir, 'own.csv'))).size > 0)
  }
})

// DuckDB took the rest of the name for settings: there was no view, and no word of why.
test('a folder with a question mark in its path is refused before anything is fetched', async (t) => {
  const dir = await folder(t, 'what?')
  const before = server.requests.length
  const { code, stderr } = await sync(dir)
  assert.equal(code, 2)
  assert.match(stderr, /no folder with a \? in its path\nremedy: Rename it/)
  assert.ok(!server.requests.slice(before).some((request) => request.includes('/o/')))
})

test('a sync that was killed when it put the views in place finds its own database, and sets none aside', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  const { database, control } = workspaceAt(dir)
  const earlier = await readFile(database)
  await server.publish({ 'sales/again': { columns, files: [] } })
  await sync(dir)
  // As it is when the new hash is written and the database is not yet in its place.
  await writeFile(`${database}.old`, earlier)
  await rename(`${database}.old`, database)
  await rm(join(control, 'current.json'))
  const { code, stderr } = await sync(dir)
  assert.equal(code, 0)
  assert.doesNotMatch(stderr, /changed by hand/)
  assert.deepEqual(
    (await readdir(dir)).filter((name) => name.startsWith('analytics.own-')),
    [],
  )
})

test('doctor makes no folder where there is none, so that nothing below is taken for an analyst’s', async (t) => {
  const dir = await folder(t)
  const { code, stdout } = await run(dir, 'doctor')
  assert.equal(code, 1)
  assert.match(stdout, /^ok {6}disk: .* free$/m)
  assert.deepEqual(await readdir(dir), [])
  assert.match(
    (await run(dir, 'doctor', '--dir', join(dir, 'not/there/yet'))).stdout,
    /^ok {6}disk/m,
  )
})

test('a limit that is none is refused: an empty variable of a script’s would show nothing', async (t) => {
  const dir = await folder(t)
  await sync(dir)
  for (const limit of ['', ' ', '-1', '1e3', '0x10', '1.5', 'many']) {
    const { code, stderr } = await run(dir, 'query', 'FROM orders', `--limit=${limit}`)
    assert.deepEqual([code, /--limit must be a whole number/.test(stderr)], [2, true], limit)
  }
  const { stdout } = await run(dir, 'query', 'FROM orders', '--limit=0', '--format=json')
  assert.equal(stdout, '[]\n')
})
