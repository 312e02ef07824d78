import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { installDatabase } from './install-database.ts'
import { workspaceAt } from './workspace.ts'

/** An analyst's folder, and databases of generations that are put into it. */
async function place(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'install-'))
  t.after(() => rm(dir, { recursive: true }))
  const workspace = workspaceAt(dir)
  await mkdir(workspace.control)
  const install = async (content: string) => {
    const source = join(workspace.control, 'source')
    await writeFile(source, content)
    const aside = await installDatabase(workspace, source)
    assert.equal(await readFile(workspace.database, 'utf8'), content)
    return aside
  }
  const names = async () => (await readdir(dir)).filter((name) => name !== '.analyst').toSorted()
  return { workspace, install, names }
}

test('what sync put there itself is replaced, and nothing is left beside it', async (t) => {
  const { install, names } = await place(t)
  for (const content of ['one', 'two', 'two', 'one', '']) {
    assert.equal(await install(content), undefined)
    assert.deepEqual(await names(), ['analytics.duckdb'])
  }
})

test('a database in which somebody worked is kept whole under another name, with its write-ahead log', async (t) => {
  for (const [name, touch] of Object.entries({
    'one byte more': async (file: string) => writeFile(file, 'one+mine'),
    'the log of an open session': async (file: string) => writeFile(`${file}.wal`, 'mine'),
    both: async (file: string) => {
      await writeFile(file, 'one+mine')
      await writeFile(`${file}.wal`, 'mine')
    },
  })) {
    const { workspace, install, names } = await place(t)
    await install('one')
    await touch(workspace.database)
    const before = await readFile(workspace.database, 'utf8')
    const hadLog = existsSync(`${workspace.database}.wal`)
    const aside = (await install('two')) ?? assert.fail(name)
    assert.match(basename(aside), /^analytics\.own-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.duckdb$/)
    assert.equal(await readFile(aside, 'utf8'), before, name)
    assert.equal(existsSync(`${aside}.wal`), hadLog)
    assert.ok(!existsSync(`${workspace.database}.wal`), 'it would be played into the new one')
    assert.equal((await names()).length, hadLog ? 3 : 2)
    assert.equal(await install('three'), undefined, 'what is there now is ours again')
  }
})

test('a database that was there before the first sync is somebody’s, and so is one whose record is lost', async (t) => {
  const { workspace, install } = await place(t)
  await writeFile(workspace.database, 'mine')
  const aside = (await install('one')) ?? assert.fail('it was overwritten')
  assert.equal(await readFile(aside, 'utf8'), 'mine')
  await rm(aside)
  await rm(join(workspace.control, 'analytics.sha256'))
  assert.ok(await install('two'))
})

test('a log without its database is set aside too, and a removed database is just put there again', async (t) => {
  const { workspace, install } = await place(t)
  await install('one')
  await rm(workspace.database)
  assert.equal(await install('two'), undefined)
  await rm(workspace.database)
  await writeFile(`${workspace.database}.wal`, 'mine')
  const aside = (await install('three')) ?? assert.fail('the log was taken for ours')
  assert.equal(await readFile(`${aside}.wal`, 'utf8'), 'mine')
})

test('whichever of the two a kill left in the place, the next sync knows it for its own', async (t) => {
  for (const left of ['one', 'two']) {
    const { workspace, install, names } = await place(t)
    await install('one')
    // As far as the record was written: by then the place has the old one, or the new one.
    await install('two')
    await writeFile(workspace.database, left)
    await writeFile(`${workspace.database}.new`, 'half of a copy')
    assert.equal(await install('three'), undefined, left)
    assert.deepEqual(await names(), ['analytics.duckdb'])
  }
})

test('nothing that was set aside is overwritten by the next one of the same second', async (t) => {
  const { workspace, install } = await place(t)
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 1, 28, 23, 59, 59) })
  await writeFile(workspace.database, 'first')
  const aside = (await install('one')) ?? assert.fail()
  assert.equal(basename(aside), 'analytics.own-2026-02-28-23-59-59.duckdb')
  await writeFile(workspace.database, 'second')
  await assert.rejects(install('two'), { code: 'database_in_use' })
  assert.equal(await readFile(aside, 'utf8'), 'first')
  assert.equal(await readFile(workspace.database, 'utf8'), 'second')
})

test('who has the old one open goes on reading it', async (t) => {
  const { workspace, install } = await place(t)
  await install('one')
  await using session = await open(workspace.database)
  await install('two')
  assert.equal(await session.readFile('utf8'), 'one')
})
