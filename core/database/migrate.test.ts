import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { ConfigError } from '../errors.ts'
import { createLog } from '../log.ts'
import { connectDatabase } from './connect.ts'
import { migrate, pendingMigrations } from './migrate.ts'

const log = createLog('silent')
let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

async function owner(t: TestContext, name: string, files: Readonly<Record<string, string>>) {
  const dir = await mkdtemp(join(tmpdir(), 'migrations-'))
  t.after(() => rm(dir, { recursive: true }))
  for (const [file, sql] of Object.entries(files)) await writeFile(join(dir, file), sql)
  return { owner: name, dir }
}
const two = (schema: string) => ({
  '001-a.sql': `create table ${schema}.a (n int)`,
  '002-b.sql': `create table ${schema}.b (n int)`,
})

test('what is pending is told in the order in which it would be applied, and nothing is applied', async (t) => {
  const { db } = storage
  const owners = [await owner(t, 'pend-two', two('pend_two')), await owner(t, 'pend', two('pend'))]
  const expected = ['pend-two/001-a.sql', 'pend-two/002-b.sql', 'pend/001-a.sql', 'pend/002-b.sql']
  assert.deepEqual(await pendingMigrations(db, owners), expected)
  assert.deepEqual(await pendingMigrations(db, owners), expected)
  const { rows } = await db.pool.query(`select to_regnamespace('pend') as there`)
  assert.deepEqual(rows, [{ there: null }])
  assert.deepEqual(await migrate(db, owners, log), expected)
  assert.deepEqual(await pendingMigrations(db, owners), [])
})

test('on a database that was never used everything is pending, and asking makes nothing there', async (t) => {
  const { db } = storage
  await db.pool.query('create database never_used')
  t.after(() => db.pool.query('drop database never_used with (force)'))
  const target = { ...storage.target, database: 'never_used' }
  const empty = await connectDatabase({ target, log, applicationName: 'empty', max: 1 })
  try {
    const owners = [await owner(t, 'fresh', two('fresh'))]
    assert.deepEqual(await pendingMigrations(empty, owners), ['fresh/001-a.sql', 'fresh/002-b.sql'])
    const { rows } = await empty.pool.query(`select to_regnamespace('core') as there`)
    assert.deepEqual(rows, [{ there: null }])
  } finally {
    await empty.close()
  }
})

test('who asks what is pending does not wait for who applies it', async (t) => {
  const { db } = storage
  const slow = await owner(t, 'slow', { '001-a.sql': 'select pg_sleep(0.5)' })
  const applying = migrate(db, [slow], log)
  assert.deepEqual(await pendingMigrations(db, [slow]), ['slow/001-a.sql'])
  assert.deepEqual(await applying, ['slow/001-a.sql'])
})

test('what was changed behind its back is told at once: all of it, before anything is applied', async (t) => {
  const { db } = storage
  const files = { ...two('changed'), '003-c.sql': 'select 1' }
  const changed = await owner(t, 'changed', files)
  await migrate(db, [changed], log)
  await writeFile(join(changed.dir, '001-a.sql'), `${files['001-a.sql']} -- better`)
  await rm(join(changed.dir, '002-b.sql'))
  await writeFile(join(changed.dir, '004-d.sql'), 'create table changed.d (n int)')
  for (const run of [pendingMigrations, migrate]) {
    await assert.rejects(run(db, [changed], log), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual(
        error.problems.map((problem) => problem.split(': ')[0]),
        ['001-a.sql', '002-b.sql'].map((name) => join(changed.dir, name)),
      )
      return true
    })
  }
  const { rows } = await db.pool.query(`select to_regclass('changed.d') as there`)
  assert.deepEqual(rows, [{ there: null }])
})

test('one owner whose migration fails keeps those before it, and stops those after it', async (t) => {
  const { db } = storage
  const owners = [
    await owner(t, 'first', two('first')),
    await owner(t, 'broken', { ...two('broken'), '002-b.sql': 'select 1 / 0' }),
    await owner(t, 'last', two('last')),
  ]
  await assert.rejects(migrate(db, owners, log), /002-b\.sql: division by zero/)
  const pending = ['broken/002-b.sql', 'last/001-a.sql', 'last/002-b.sql']
  assert.deepEqual(await pendingMigrations(db, owners), pending)
  await writeFile(join(owners[1]?.dir ?? '', '002-b.sql'), 'select 1')
  assert.deepEqual(await migrate(db, owners, log), pending)
})

for (const name of [
  '1-a.sql',
  '0001-a.sql',
  '001_a.sql',
  '001-A.sql',
  '001-.sql',
  '001-a.sql~',
  'README.md',
])
  test(`a file called ${name} among migrations is refused: it would be left out, or come in another order`, async (t) => {
    const named = await owner(t, 'named', { [name]: 'select 1' })
    for (const run of [pendingMigrations, migrate])
      await assert.rejects(run(storage.db, [named], log), {
        code: 'invalid_configuration',
        message: `${join(named.dir, name)}: must be named NNN-what.sql`,
      })
  })
