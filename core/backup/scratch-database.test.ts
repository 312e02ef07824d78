import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { createLog } from '../log.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { scratchDatabase } from './scratch-database.ts'

const log = createLog('silent')
let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database.close())

/** The address of the test's database for a new role that may do what is said. */
async function as(role: string, rights: string): Promise<string> {
  const { pool } = database.db
  await pool.query(`create role ${role} login password 'secret' ${rights}`)
  const url = new URL(database.url)
  url.username = role
  url.password = 'secret'
  return url.href
}

const startOf = async ({ pool }: TestDatabase['db']) =>
  (await pool.query<{ at: Date }>('select pg_postmaster_start_time() as at')).rows[0]?.at.getTime()

async function scratches(): Promise<number> {
  const { rows } = await database.db.pool.query(
    `select 1 from pg_database where datname ~ '^scratch_'`,
  )
  return rows.length
}

test('beside the database of an address there is an empty one of its server, until it is closed', async () => {
  const scratch = await scratchDatabase(database.url, log)
  const { rows } = await scratch.db.pool.query(
    `select pg_encoding_to_char(encoding) as encoding, to_regclass('core.person') as person
     from pg_database where datname = current_database()`,
  )
  assert.deepEqual(rows, [{ encoding: 'UTF8', person: null }])
  assert.equal(await startOf(scratch.db), await startOf(database.db))
  await scratch[Symbol.asyncDispose]()
  assert.equal(await scratches(), 0)
})

test('who may make no database gets a PostgreSQL of their own, which ends with it', async () => {
  const address = await as('plain', 'nocreatedb')
  const scratch = await scratchDatabase(address, log)
  assert.notEqual(await startOf(scratch.db), await startOf(database.db))
  await scratch.db.pool.query('create table t (n int)')
  await scratch[Symbol.asyncDispose]()
  assert.equal(await scratches(), 0)
})

test('a database that was made and then cannot be reached does not stay on the server', async () => {
  const address = await as('one_at_a_time', 'createdb connection limit 1')
  await assert.rejects(scratchDatabase(address, log), {
    code: 'database_unavailable',
    message: /too many connections/,
  })
  assert.equal(await scratches(), 0)
})

const module = new URL('./scratch-database.ts', import.meta.url).href
const logModule = new URL('../log.ts', import.meta.url).href

/** A run in a process of its own, which has made its scratch database and works on it. */
async function runInProcess() {
  const code = `import { scratchDatabase } from ${JSON.stringify(module)}
    import { createLog } from ${JSON.stringify(logModule)}
    const { db } = await scratchDatabase(process.argv[1], createLog('silent'))
    await db.pool.query('create table rows_of_people (n int)')
    const { rows } = await db.pool.query('select current_database() as name')
    console.log(rows[0].name)
    setInterval(() => undefined, 1000)`
  const args = ['--input-type=module', '-e', code, database.url]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [name] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  return {
    name: name.trim(),
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
      await untilGone('application_name', 'scratch')
    },
  }
}

async function isThere(name: string): Promise<boolean> {
  const { rowCount } = await database.db.pool.query('select from pg_database where datname = $1', [
    name,
  ])
  return rowCount === 1
}

/** Until the server has noticed that nobody is connected any more by which `column` is `value`. */
const untilGone = (column: 'datname' | 'application_name', value: string) =>
  until(async () => {
    const asked = `select from pg_stat_activity where ${column} = $1`
    return (await database.db.pool.query(asked, [value])).rowCount === 0
  })

test('what a killed run left on the server is removed by the next one', async () => {
  const run = await runInProcess()
  await run.kill()
  assert.ok(await isThere(run.name), 'nobody else removes it')
  await using _scratch = await scratchDatabase(database.url, log)
  assert.ok(!(await isThere(run.name)))
})

test('what a run still works on is left to it, even while it is not connected to it', async (t) => {
  const run = await runInProcess()
  t.after(run.kill)
  await database.db.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
    [run.name],
  )
  await untilGone('datname', run.name)
  await using _scratch = await scratchDatabase(database.url, log)
  assert.ok(await isThere(run.name))
})

test('a dead run’s database in which somebody looks around now stays, and stops nobody', async () => {
  const run = await runInProcess()
  await run.kill()
  const url = new URL(database.url)
  url.pathname = `/${run.name}`
  const visitor = new pg.Client({ connectionString: url.href })
  await visitor.connect()
  {
    await using _scratch = await scratchDatabase(database.url, log)
    assert.ok(await isThere(run.name))
    assert.equal((await visitor.query('table rows_of_people')).rowCount, 0)
  }
  await visitor.end()
  await untilGone('datname', run.name)
  await using _next = await scratchDatabase(database.url, log)
  assert.ok(!(await isThere(run.name)))
})

test('a database of another role, or with a name that is only like ours, is never removed', async (t) => {
  const { pool } = database.db
  await pool.query(`create role somebody`)
  const others = ['scratch_ai_data_analyst_0000abcd', 'scratch_ai_data_analyst_notes', 'scratch_1']
  for (const name of others) await pool.query(`create database ${name}`)
  t.after(async () => {
    for (const name of others) await pool.query(`drop database ${name}`)
  })
  await pool.query(`alter database ${others[0]} owner to somebody`)
  await using _scratch = await scratchDatabase(database.url, log)
  for (const name of others) assert.ok(await isThere(name), name)
})

test('two runs at a time have a database each and take none from the other', async () => {
  const runs = await Promise.all([1, 2, 3, 4].map(() => scratchDatabase(database.url, log)))
  const names = await Promise.all(
    runs.map(async ({ db }) => {
      const { rows } = await db.pool.query<{ name: string }>('select current_database() as name')
      return rows[0]?.name
    }),
  )
  assert.equal(new Set(names).size, 4)
  await Promise.all(runs.map((run) => run[Symbol.asyncDispose]()))
  assert.equal(await scratches(), 0)
})
