import assert from 'node:assert/strict'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { migrate } from '../database/migrate.ts'
import { createLog } from '../log.ts'
import { scratchDatabase } from './scratch-database.ts'
import { tryMigrations } from './try-migrations.ts'

const log = createLog('silent')
const core = { owner: 'core', dir: join(import.meta.dirname, '../migrations') }

/** A database with rows of an owner, and what the next version has for it. */
async function place(t: { after(end: () => Promise<void>): void }, next: string) {
  const folder = await temporaryFolder()
  const storage = await openTestDatabase()
  t.after(async () => {
    await storage.close()
    await folder[Symbol.asyncDispose]()
  })
  const dir = join(folder.path, 'now')
  await mkdir(dir)
  await writeFile(
    join(dir, '001-first.sql'),
    'create table notes.note (id int primary key, text text); insert into notes.note values (1, null)',
  )
  await migrate(storage.db, [core, { owner: 'notes', dir }], log)
  const later = join(folder.path, 'later')
  await cp(dir, later, { recursive: true })
  await writeFile(join(later, '002-second.sql'), next)
  const owners = [core, { owner: 'notes', dir: later }]
  const attempt = (bytes?: number) =>
    tryMigrations(
      storage.db,
      owners,
      () => scratchDatabase({ ...storage.target }, log),
      log,
      () => Promise.resolve(bytes === undefined ? undefined : { path: '/disk', bytes }),
    )
  return { storage, attempt }
}

async function databases({ db }: TestDatabase): Promise<unknown[]> {
  const { rows } = await db.pool.query(`select datname from pg_database where datname ~ '^scratch'`)
  return rows
}

test('a migration that only fails on the rows that are there is found on a copy of them', async (t) => {
  const { storage, attempt } = await place(t, 'alter table notes.note alter text set not null')
  await assert.rejects(attempt(), /002-second\.sql: column "text" .* contains null values/)
  assert.deepEqual(await databases(storage), [])
  assert.equal((await storage.db.pool.query('select from notes.note')).rowCount, 1)
})

test('a good migration is named, and the database itself has none of it', async (t) => {
  const { storage, attempt } = await place(
    t,
    'alter table notes.note add added int not null default 1',
  )
  assert.deepEqual(await attempt(), ['notes/002-second.sql'])
  const { rows } = await storage.db.pool.query('select * from notes.note')
  assert.deepEqual(rows, [{ id: 1, text: null }])
  assert.deepEqual(await databases(storage), [])
})

test('nobody waits for the locks of a migration that is tried', async (t) => {
  const { storage, attempt } = await place(
    t,
    'lock table notes.note in access exclusive mode; select pg_sleep(1)',
  )
  let busy = true
  const tried = attempt().finally(() => (busy = false))
  let reads = 0
  // With `nowait` a lock of the migration would be an error here.
  for (; busy; reads++) {
    await storage.db.pool.query('begin; lock table notes.note in share mode nowait; commit')
  }
  await tried
  assert.ok(reads > 1)
})

test('a disk that would be full with a copy of the database is told before one is begun', async (t) => {
  const { storage, attempt } = await place(t, 'alter table notes.note add added int')
  const { rows } = await storage.db.pool.query<{ bytes: number }>(
    'select 2 * pg_database_size(current_database()) as bytes',
  )
  const needed = rows[0]?.bytes ?? 0
  await assert.rejects(attempt(needed - 1), {
    code: 'no_room',
    message: /needs \d+ MiB, and \d+ MiB are free at \/disk/,
    remedy: /Free space/,
  })
  assert.deepEqual(await databases(storage), [])
  assert.deepEqual(await attempt(needed), ['notes/002-second.sql'])
})
