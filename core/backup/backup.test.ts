import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLog } from '#core/log.ts'
import { createPerson } from '#core/identity/people.ts'
import { identity, openBackupPlace, type BackupPlace } from '../../tests/peers/backup-place.ts'
import { until } from '../../tests/peers/until.ts'
import { describeSchema } from './describe-schema.ts'
import { restoreBackup } from './restore-backup.ts'
import { scratchDatabase } from './scratch-database.ts'
import { verifyBackup } from './verify-backup.ts'

const log = createLog('silent')
// Never aborted: the runner itself ends what takes too long.
const { signal } = new AbortController()

/** Everything that tables hold, each row as PostgreSQL writes it. */
async function allRows({ database: { db } }: BackupPlace): Promise<Record<string, string[]>> {
  const client = await db.pool.connect()
  const { tables } = await describeSchema(client)
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
    all[name] = rows.map(({ row }) => row).sort()
  }
  client.release()
  return all
}

async function restoreInto(place: BackupPlace, file: string, replace = false, key = identity) {
  const { database, stores } = place
  // What a stack would have is closed; the one connection that events hold is not the stack's.
  await database.events.close()
  return restoreBackup(file, { db: database.db, stores, identity: key, replace, signal })
}

async function putObject(place: BackupPlace, name: string, text: string): Promise<string> {
  const sha256 = createHash('sha256').update(text).digest('hex')
  await place.write(`data/objects/${sha256.slice(0, 2)}/${sha256}`, text)
  await place.database.db.pool.query(
    `insert into core.published_table (id, dataset, name, files) values ($1, 'd', $1, array[$2])
     on conflict (id) do update set files = core.published_table.files || excluded.files`,
    [name, sha256],
  )
  return sha256
}

test('rows, files, rights of files and sequences come back as they were', async () => {
  await using from = await openBackupPlace()
  await using to = await openBackupPlace({ migrated: false })
  const { db } = from.database
  const ann = await createPerson(db, { email: 'ann@acme.com', name: 'Ann "A\\t" Ö\n漢' })
  await db.pool.query(
    `insert into core.api_token (person_id, name, hash) values ($1, '', '\\x00ff')`,
    [ann.id],
  )
  await db.pool.query(`insert into core.audit (actor, action, subject) values ('a', 'b', 'c')`)
  const big = randomBytes(3_000_000)
  await putObject(from, 'flights', 'parquet')
  await from.write('data/sessions/ann/a.jsonl', big)
  await from.write('data/postgres/PG_VERSION', '17')
  await from.write('homes/ann/scripts/empty.sql', '')
  await from.write('secrets/csrf', 'c'.repeat(43))
  await from.write('secrets/postgres-password', 'of this server')
  await from.write('config/instance.yaml', 'name: Acme')
  await chmod(join(from.folder, 'homes/ann/scripts'), 0o2770)
  await chmod(join(from.folder, 'secrets/csrf'), 0o440)

  const report = await from.back()
  assert.equal(report.leftOut.length, 0)
  const restored = await restoreInto(to, report.file)
  assert.equal(restored.head.version, '1.2.3')

  const { 'core.inbox': inboxBefore, ...before } = await allRows(from)
  const { 'core.inbox': inboxAfter, ...after } = await allRows(to)
  assert.deepEqual(after, before)
  // Devices must notice that numbers are given a second time.
  assert.notDeepEqual(inboxAfter, inboxBefore)
  assert.deepEqual(await readFile(join(to.folder, 'data/sessions/ann/a.jsonl')), big)
  assert.equal((await stat(join(to.folder, 'homes/ann/scripts'))).mode & 0o7777, 0o2770)
  assert.equal((await stat(join(to.folder, 'secrets/csrf'))).mode & 0o777, 0o440)
  assert.equal((await stat(join(to.folder, 'homes/ann/scripts/empty.sql'))).size, 0)
  assert.equal(await readFile(join(to.folder, 'config/instance.yaml'), 'utf8'), 'name: Acme')
  assert.deepEqual(await readdir(join(to.folder, 'secrets')), ['csrf'])
  assert.deepEqual((await readdir(join(to.folder, 'data'))).sort(), ['objects', 'sessions'])
  const { rows } = await to.database.db.pool.query<{ id: number }>(
    `insert into core.audit (actor, action, subject) values ('a', 'b', 'c') returning id`,
  )
  assert.equal(rows[0]?.id, 2)
  await assert.rejects(to.database.db.pool.query('delete from core.audit'), /append-only/)
})

// The original's snapshots were crash-consistent at best, of disks taken one after the other, and never tested.
test('snapshots are crash-consistent, never tested (of the original): a backup while others write is of one moment, and proves itself', async () => {
  await using from = await openBackupPlace()
  const { db } = from.database
  const person = await createPerson(db, { email: 'ann@acme.com' })
  let writing = true
  let written = 0
  const writers = [0, 1, 2].map(async (writer) => {
    for (let count = 0; writing; count += 1) {
      // A person's token and its line in the audit log are one transaction: both are there, or neither.
      await db.pool.query(
        `with token as (insert into core.api_token (person_id, name, hash)
           values ($1, $2::text, sha256(convert_to($2, 'UTF8'))) returning name)
         insert into core.audit (actor, action, subject) select 'writer', 'token', name from token`,
        [person.id, `${writer}-${count}`],
      )
      await putObject(from, `t${writer}`, `${writer} ${count}`)
      written += 1
    }
  })
  while (written < 30) await new Promise((resolve) => setTimeout(resolve, 5))
  const report = await from.back()
  writing = false
  await Promise.all(writers)

  await using to = await openBackupPlace({ migrated: false })
  await restoreInto(to, report.file)
  const { rows } = await to.database.db.pool.query<{ tokens: number; lines: number }>(
    `select (select count(*) from core.api_token) as tokens, (select count(*) from core.audit) as lines`,
  )
  assert.ok((rows[0]?.tokens ?? 0) >= 10)
  assert.equal(rows[0]?.tokens, rows[0]?.lines)
  const { rows: objects } = await to.database.db.pool.query<{ sha256: string }>(
    'select unnest(files) as sha256 from core.published_table',
  )
  for (const { sha256 } of objects) {
    const bytes = await readFile(join(to.folder, 'data/objects', sha256.slice(0, 2), sha256))
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256)
  }
  await using scratch = await scratchDatabase(from.database.target, log)
  const counts: number[] = []
  await verifyBackup(report.file, {
    ...{ scratch: scratch.db, identity, signal },
    report: ({ tables }) => counts.push(...tables.map(({ restored }) => restored)),
  })
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    report.tables.reduce((sum, { rows: count }) => sum + count, 0),
  )
})

test('a backup that was changed anywhere, or cut off, changes nothing and says so', async () => {
  await using from = await openBackupPlace()
  await createPerson(from.database.db, { email: 'ann@acme.com' })
  await from.write('homes/ann/notes.md', randomBytes(200_000))
  const { file } = await from.back()
  const good = await readFile(file)
  await using to = await openBackupPlace()
  await to.write('homes/bob/notes.md', 'kept')
  await to.database.events.close()
  const before = await allRows(to)
  const bad = join(from.folder, 'bad.age')
  const places = [0.05, 0.3, 0.6, 0.9, 0.999].map((share) => Math.floor(good.length * share))
  const variants = [
    ...places.map((place) => {
      const changed = Buffer.from(good)
      changed[place] = (changed[place] ?? 0) ^ 0x10
      return changed
    }),
    ...places.map((place) => good.subarray(0, place)),
    Buffer.concat([good, Buffer.from('more')]),
    Buffer.alloc(0),
  ]
  for (const bytes of variants) {
    await writeFile(bad, bytes)
    await assert.rejects(restoreInto(to, bad), { code: 'damaged_backup' })
  }
  assert.deepEqual(await allRows(to), before)
  assert.deepEqual(await readdir(join(to.folder, 'homes')), ['bob'])
  assert.deepEqual(await readdir(join(to.folder, 'data')), [])
})

test('a server with people is replaced only when that is said, and then as a whole', async () => {
  await using from = await openBackupPlace()
  await createPerson(from.database.db, { email: 'ann@acme.com' })
  await from.write('data/sessions/ann/a.jsonl', 'new')
  await from.write('homes/ann/a.md', 'new')
  const { file } = await from.back()
  await using to = await openBackupPlace()
  await createPerson(to.database.db, { email: 'bob@acme.com' })
  await to.write('data/sessions/ann/a.jsonl', 'old')
  await to.write('data/sessions/bob/b.jsonl', 'old')
  await to.write('homes/bob/b.md', 'a home that the backup does not know')
  await assert.rejects(restoreInto(to, file), { code: 'not_empty', remedy: /--replace/ })
  await restoreInto(to, file, true)
  const { rows } = await to.database.db.pool.query('select email from core.person')
  assert.deepEqual(rows, [{ email: 'ann@acme.com' }])
  assert.deepEqual(await readdir(join(to.folder, 'data/sessions')), ['ann'])
  assert.equal(await readFile(join(to.folder, 'data/sessions/ann/a.jsonl'), 'utf8'), 'new')
  assert.deepEqual((await readdir(join(to.folder, 'homes'))).sort(), ['ann', 'bob'])
})

test('a database that something still uses is left alone', async () => {
  await using from = await openBackupPlace()
  const { file } = await from.back()
  const { database, stores } = from
  await assert.rejects(
    restoreBackup(file, { db: database.db, stores, identity, replace: true, signal }),
    { code: 'database_in_use' },
  )
})

test('what is no plain file is left out and named, so that no link leads elsewhere', async () => {
  await using from = await openBackupPlace()
  await from.write('secrets/csrf', 'secret')
  await from.write('homes/eve/real.md', 'mine')
  await symlink(join(from.folder, 'secrets/csrf'), join(from.folder, 'homes/eve/link.md'))
  await symlink(join(from.folder, 'secrets'), join(from.folder, 'homes/eve/folder'))
  const report = await from.back()
  assert.deepEqual([...report.leftOut].sort(), ['homes/eve/folder', 'homes/eve/link.md'])
})

test('a backup without the files that its rows name is refused, and leaves nothing behind', async () => {
  await using from = await openBackupPlace()
  await putObject(from, 'flights', 'parquet')
  await using elsewhere = await openBackupPlace({ migrated: false })
  await assert.rejects(from.back({ stores: elsewhere.stores }), { code: 'objects_missing' })
  assert.deepEqual(await readdir(join(from.folder, 'backups')), [])
})

test('a backup that ends in the middle of a large table says why, leaves nothing and holds nothing', async () => {
  await using from = await openBackupPlace()
  const { pool } = from.database.db
  await pool.query(`create table core.large as
    select repeat(md5(n::text), 250) as text from generate_series(1, 5000) as n`)
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  let pieces = 0
  // It is asked before each piece of rows.
  const signal = Object.assign(new AbortController().signal, {
    throwIfAborted() {
      pieces += 1
      if (pieces > 2) throw full
    },
  })
  await assert.rejects(from.back({ signal }), full)
  assert.deepEqual(await readdir(join(from.folder, 'backups')), [])
  await until(async () => {
    const { rows } = await pool.query(`select 1 from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`)
    return rows.length === 0
  })
})

test('a kind of object that cannot be made again is named, and not left out', async () => {
  await using from = await openBackupPlace()
  await from.database.db.pool.query('create materialized view core.m as select 1 as one')
  await assert.rejects(from.back(), {
    code: 'unknown_objects',
    message: /materialized view core\.m/,
  })
})

test('views, enumerations, generated columns, defaults and serial numbers are made again', async () => {
  await using from = await openBackupPlace()
  await from.database.db.pool.query(`
    create type core.mood as enum ('good', 'bad''ly');
    create function core.twice(n integer) returns integer immutable language sql return n * 2;
    create table core."Odd ""name" (id serial primary key, mood core.mood not null default 'good',
      n integer default core.twice(3), doubled integer generated always as (n * 2) stored,
      parent integer references core."Odd ""name" deferrable, check (n > 0)) with (fillfactor = 70);
    create view core.moods as select mood, count(*) from core."Odd ""name" group by 1;
    insert into core."Odd ""name" (n) values (5), (6)`)
  await using to = await openBackupPlace({ migrated: false })
  await restoreInto(to, (await from.back()).file)
  const { pool } = to.database.db
  await pool.query(`insert into core."Odd ""name" default values`)
  const { rows } = await pool.query(
    `select id, mood, n, doubled from core."Odd ""name" order by id`,
  )
  assert.deepEqual(rows.at(-1), { id: 3, mood: 'good', n: 6, doubled: 12 })
  assert.deepEqual((await pool.query('select * from core.moods')).rows, [
    { mood: 'good', count: 3 },
  ])
})
