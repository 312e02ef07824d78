import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { ConfigError } from '../errors.ts'
import { createLog } from '../log.ts'
import { connectDatabase } from './connect.ts'
import { migrate, schemaOf } from './migrate.ts'

const log = createLog('silent')

async function database(t: TestContext): Promise<TestDatabase> {
  const opened = await openTestDatabase()
  t.after(() => opened.close())
  return opened
}

async function migrations(t: TestContext, files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'migrations-'))
  t.after(() => rm(dir, { recursive: true }))
  for (const [name, sql] of Object.entries(files)) await writeFile(join(dir, name), sql)
  return dir
}

test('counts and ids come as numbers, and a number that is not exact is an error', async (t) => {
  const { db } = await database(t)
  const { rows } = await db.pool.query(
    'select 9007199254740991::bigint as most, count(*) from core.job',
  )
  assert.deepEqual(rows, [{ most: 9007199254740991, count: 0 }])
  await assert.rejects(db.pool.query('select 9007199254740993::bigint'), RangeError)
})

test('a database that refuses the password is reported at once, with the remedy', async (t) => {
  const { target } = await database(t)
  await assert.rejects(
    connectDatabase({ target: { ...target, password: 'wrong' }, log, applicationName: 'test' }),
    { code: 'database_unavailable', remedy: 'Check DATABASE_URL and that the server runs.' },
  )
})

test('a database that is not there is waited for, but not for ever', async () => {
  const target = { host: '/nonexistent', user: 'x', password: 'x', database: 'x' }
  await assert.rejects(
    connectDatabase({ target, log, applicationName: 'test', waitMs: 200 }),
    /does not answer/,
  )
})

test('migrations are applied once, in order, in the schema of their owner', async (t) => {
  const { db } = await database(t)
  const dir = await migrations(t, {
    '002-second.sql': 'insert into my_owner.a values (2)',
    '001-first.sql': 'create table my_owner.a (n int)',
  })
  const owners = [{ owner: 'my-owner', dir }]
  assert.equal(schemaOf('my-owner'), 'my_owner')
  assert.deepEqual(await migrate(db, owners, log), [
    'my-owner/001-first.sql',
    'my-owner/002-second.sql',
  ])
  assert.deepEqual(await migrate(db, owners, log), [])
  assert.deepEqual((await db.pool.query('select n from my_owner.a')).rows, [{ n: 2 }])
})

test('two processes that migrate at once apply each migration once', async (t) => {
  const { db, target } = await database(t)
  const dir = await migrations(t, {
    '001-first.sql':
      'create table twice.a (n int); select pg_sleep(0.2); insert into twice.a values (1)',
  })
  const other = await connectDatabase({ target, log, applicationName: 'other' })
  t.after(() => other.close())
  const owners = [{ owner: 'twice', dir }]
  const applied = await Promise.all([migrate(db, owners, log), migrate(other, owners, log)])
  assert.equal(applied.flat().length, 1)
  assert.equal((await db.pool.query('select * from twice.a')).rowCount, 1)
})

test('a migration that fails leaves nothing half done, and names its file', async (t) => {
  const { db } = await database(t)
  const dir = await migrations(t, { '001-bad.sql': 'create table bad.a (n int); select nonsense' })
  await assert.rejects(migrate(db, [{ owner: 'bad', dir }], log), (error) => {
    assert.ok(error instanceof ConfigError)
    assert.match(error.message, /001-bad\.sql: column "nonsense" does not exist/)
    return true
  })
  const { rows } = await db.pool.query(`select to_regclass('bad.a') as found`)
  assert.deepEqual(rows, [{ found: null }])
})

test('an applied migration that was edited or removed is refused with what to do', async (t) => {
  const { db } = await database(t)
  const dir = await migrations(t, {
    '001-a.sql': 'select 1',
    '002-b.sql': 'select 2',
    '003-c.sql': 'select 3',
  })
  await migrate(db, [{ owner: 'edited', dir }], log)
  await writeFile(join(dir, '001-a.sql'), 'select 3')
  await rm(join(dir, '002-b.sql'))
  await assert.rejects(
    migrate(db, [{ owner: 'edited', dir }], log),
    /001-a\.sql: was edited after it was applied; restore it[^]*002-b\.sql: was applied and is missing/,
  )
})

// The original had no way back: a rollback must find a database that it can use.
test('the version before runs on a database that a newer one has migrated', async (t) => {
  const { db } = await database(t)
  const dir = await migrations(t, {
    '001-a.sql': 'create table rolled.a (x int)',
    '002-b.sql': 'create table rolled.b (x int)',
  })
  await migrate(db, [{ owner: 'rolled', dir }], log)
  await rm(join(dir, '002-b.sql'))
  assert.deepEqual(await migrate(db, [{ owner: 'rolled', dir }], log), [])
  await writeFile(join(dir, '002-b.sql'), 'create table rolled.b (x int)')
  assert.deepEqual(await migrate(db, [{ owner: 'rolled', dir }], log), [])
})

test('a migration with another name than NNN-what.sql is refused', async (t) => {
  const { db } = await database(t)
  const dir = await migrations(t, { 'first.sql': 'select 1' })
  await assert.rejects(migrate(db, [{ owner: 'named', dir }], log), /must be named NNN-what\.sql/)
})
