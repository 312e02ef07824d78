import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import pg from 'pg'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { databaseSteps, hasOwnDatabase } from './server-database.ts'
import type { ServerCommands } from './server-commands.ts'
import { serverLayout } from './server-layout.ts'
import type { TargetInput } from './server-target.ts'

/** A server with a PostgreSQL of its own, to which `runuser -u postgres psql` brings its statements. */
async function place(t: TestContext) {
  const home = await mkdtemp(join(tmpdir(), 'server-'))
  t.after(() => rm(home, { recursive: true }))
  const database = await openTestDatabase()
  const { pool } = database.db
  t.after(async () => {
    await pool.query('drop database if exists stack with (force)')
    await pool.query('drop role if exists stack')
    await database.close()
  })
  const layout = serverLayout(true, home)
  await mkdir(join(layout.state, 'secrets'), { recursive: true })
  await mkdir(layout.config, { recursive: true })
  const setPassword = (text: string) =>
    writeFile(join(layout.state, 'secrets/postgres-password'), text)
  const asked: string[] = []
  const ask: ServerCommands['ask'] = async (program, args, sql = '') => {
    asked.push([program, ...args].join(' '))
    try {
      const { rows } = await pool.query<unknown[]>({ text: sql, rowMode: 'array' })
      return { code: 0, out: rows.map((row) => `${row.join('|')}\n`).join(''), err: '' }
    } catch (error) {
      return { code: 1, out: '', err: (error as Error).message }
    }
  }
  const input = { layout, commands: { ask } } as TargetInput
  const carryOut = async () => {
    const steps = await databaseSteps(input)
    for (const step of steps) await step.apply()
    return steps.length
  }
  /** Signs in as the stack does, by password alone. */
  const signIn = async (password: string) => {
    const { host, port } = database.target as { host: string; port?: number }
    const client = new pg.Client({ host, port, user: 'stack', password, database: 'stack' })
    await client.connect()
    await client.query('create table public.mine (n int)')
    await client.query('drop table public.mine')
    await client.end()
  }
  return { pool, layout, setPassword, asked, carryOut, signIn, input }
}

test('role and database are made once, with a password that no list of processes shows', async (t) => {
  const { setPassword, asked, carryOut, signIn } = await place(t)
  await setPassword(`it's "odd" \\ 漢\n`)
  assert.equal(await carryOut(), 1)
  await signIn(`it's "odd" \\ 漢`)
  assert.equal(await carryOut(), 0)
  assert.ok(asked.every((line) => !line.includes('odd')))
})

test('a role that is left from before gets the password of now, whatever language PostgreSQL speaks', async (t) => {
  const { pool, setPassword, carryOut, signIn } = await place(t)
  await pool.query(`create role stack login password 'of before'`)
  await setPassword('of now')
  assert.equal(await carryOut(), 1)
  await signIn('of now')
})

test('what PostgreSQL refuses is told with what to do, and the next time completes it', async (t) => {
  const { pool, setPassword, carryOut, signIn, input } = await place(t)
  await setPassword('secret')
  const { ask } = input.commands
  const full = {
    ask: (...words: Parameters<typeof ask>) =>
      words[2]?.startsWith('create database')
        ? Promise.resolve({ code: 1, out: '', err: 'FEHLER: Gerät voll\n' })
        : ask(...words),
  }
  const [step] = await databaseSteps({ ...input, commands: full } as TargetInput)
  await assert.rejects(async () => step?.apply(), {
    code: 'database_not_made',
    message: 'PostgreSQL refused: FEHLER: Gerät voll',
  })
  assert.equal((await pool.query(`select 1 from pg_roles where rolname = 'stack'`)).rowCount, 1)
  assert.equal(await carryOut(), 1)
  await signIn('secret')
})

test('whoever names a database of their own gets no other one', async (t) => {
  const { layout, carryOut, asked } = await place(t)
  const file = join(layout.config, 'common.env')
  for (const [text, own] of [
    ['PUBLIC_URL=https://data.acme.com\n#DATABASE_URL=postgres://x\n', false],
    ['MY_DATABASE_URL=postgres://x\n', false],
    ['DATABASE_URL=\n', false],
    ['DATABASE_URL=""\nDATABASE_URL_FILE=\n', false],
    ['DATABASE_URL_FILE=/etc/database-url\n', true],
    ['PUBLIC_URL=https://data.acme.com\n  DATABASE_URL=postgres://x\n', true],
  ] as const) {
    await writeFile(file, text)
    assert.equal(await hasOwnDatabase(layout), own, text)
  }
  assert.equal(await carryOut(), 0)
  assert.deepEqual(asked, [])
})
