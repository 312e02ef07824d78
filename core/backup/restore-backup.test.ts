import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { identity, openBackupPlace, type BackupPlace } from '../../tests/peers/backup-place.ts'
import { restoreBackup } from './restore-backup.ts'
import { scratchDatabase } from './scratch-database.ts'
import { verifyBackup } from './verify-backup.ts'
import { createLog } from '../log.ts'

const log = createLog('silent')
// Never aborted: the runner itself ends what takes too long.
const { signal } = new AbortController()

async function restoreInto(place: BackupPlace, file: string, stop = signal) {
  const { database, stores } = place
  await database.events.close()
  return restoreBackup(file, { db: database.db, stores, identity, replace: true, signal: stop })
}

async function verify(place: BackupPlace, file: string): Promise<void> {
  await using scratch = await scratchDatabase(place.database.target, log)
  await verifyBackup(file, {
    ...{ scratch: scratch.db, identity, signal },
    report: () => undefined,
  })
}

/** Statements during which keys are not looked at, as on a disk that lost a part of its rows. */
async function unchecked({ database }: BackupPlace, statements: string): Promise<void> {
  await database.db.pool.query(`begin; set local session_replication_role = replica;
    ${statements}; commit`)
}

test('rows that contradict their keys are damage, told by the key, and nothing of them is kept', async () => {
  await using from = await openBackupPlace()
  const ann = await createPerson(from.database.db, { email: 'ann@acme.com' })
  await unchecked(
    from,
    `insert into core.api_token (person_id, name, hash) values ('${ann.id}', '', '\\x01');
     delete from core.person`,
  )
  const { file } = await from.back()
  const damaged = { code: 'damaged_backup', message: /api_token_person_id_fkey/ }
  await assert.rejects(verify(from, file), damaged)
  await using to = await openBackupPlace({ migrated: false })
  await assert.rejects(restoreInto(to, file), damaged)
  const { rows } = await to.database.db.pool.query(
    `select 1 where to_regclass('core.person') is null`,
  )
  assert.equal(rows.length, 0, 'what was there before is there')
})

test('a database that is lost while it takes the rows is not called damage of the backup', async () => {
  await using from = await openBackupPlace()
  await from.database.db.pool.query(`create table core.large as
    select repeat(md5(n::text), 250) as text from generate_series(1, 3000) as n`)
  const { file } = await from.back()
  await using to = await openBackupPlace({ migrated: false })
  const { target } = to.database
  let busy = true
  const restoring = restoreInto(to, file).finally(() => (busy = false))
  // An administrator ends the connection while it copies.
  const killing = (async () => {
    let killed = 0
    while (busy && killed === 0) {
      const { rowCount } = await from.database.db.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = $1 and state = 'active' and query like 'copy core.large %'`,
        [target.database],
      )
      killed = rowCount ?? 0
    }
    return killed
  })()
  await assert.rejects(restoring, ({ code, message }: Error & { code?: string }) => {
    assert.notEqual(code, 'damaged_backup')
    assert.match(message, /terminat/i)
    return true
  })
  assert.equal(await killing, 1)
  assert.deepEqual(await readdir(join(to.folder, 'homes')), [])
})

test('a restore that is stopped half-way leaves rows and files as they were', async () => {
  await using from = await openBackupPlace()
  await createPerson(from.database.db, { email: 'ann@acme.com' })
  for (const name of ['a', 'b', 'c']) await from.write(`homes/ann/${name}.md`, name)
  const { file } = await from.back()
  await using to = await openBackupPlace()
  await createPerson(to.database.db, { email: 'bob@acme.com' })
  await to.write('homes/ann/a.md', 'mine')
  // It is asked before each entry: as soon as a file waits, somebody stops it.
  const stop = Object.assign(new AbortController().signal, {
    throwIfAborted() {
      const found = readdirSync(join(to.folder, 'homes'), { recursive: true }).map(String)
      if (found.some((name) => /^\.restoring-.*a\.md$/.test(name))) throw new Error('stopped')
    },
  })
  await assert.rejects(restoreInto(to, file, stop), /stopped/)
  assert.deepEqual(await readdir(join(to.folder, 'homes')), ['ann'])
  assert.equal(await readFile(join(to.folder, 'homes/ann/a.md'), 'utf8'), 'mine')
  const { rows } = await to.database.db.pool.query('select email from core.person')
  assert.deepEqual(rows, [{ email: 'bob@acme.com' }])
})

test('what a restore that was killed had not placed is gone after the next; what it replaced stays', async () => {
  await using from = await openBackupPlace()
  await from.write('homes/ann/a.md', 'new')
  const { file } = await from.back()
  await using to = await openBackupPlace({ migrated: false })
  for (const store of ['data', 'homes', 'secrets', 'config']) {
    await mkdir(join(to.folder, store, '.restoring-0123456789ab/ann'), { recursive: true })
  }
  await to.write('homes/.replaced-0123456789ab/ann/a.md', 'the only copy')
  await restoreInto(to, file)
  for (const store of ['data', 'secrets', 'config']) {
    assert.deepEqual(await readdir(join(to.folder, store)), [], store)
  }
  assert.deepEqual((await readdir(join(to.folder, 'homes'))).sort(), [
    '.replaced-0123456789ab',
    'ann',
  ])
})

test('configuration that is there is kept as a whole and named, and the rest of it comes back', async () => {
  await using from = await openBackupPlace()
  await from.write('config/instance.yaml', 'of the backup')
  await from.write('config/sources/a.yaml', 'of the backup')
  await from.write('config/common.env', 'A=1')
  const { file } = await from.back()
  await using to = await openBackupPlace({ migrated: false })
  await to.write('config/instance.yaml', 'mine')
  await mkdir(join(to.folder, 'config/sources'))
  const { kept } = await restoreInto(to, file)
  assert.deepEqual(
    [...kept].sort(),
    ['instance.yaml', 'sources'].map((name) => join(to.folder, 'config', name)),
  )
  const content = (name: string) => readFile(join(to.folder, 'config', name), 'utf8')
  assert.deepEqual([await content('instance.yaml'), await content('common.env')], ['mine', 'A=1'])
  assert.deepEqual(await readdir(join(to.folder, 'config/sources')), [])
})

test('files that have no place to go to leave everything as it was', async () => {
  await using from = await openBackupPlace()
  await from.write('homes/ann/a.md', 'new')
  await from.write('secrets/csrf', 'new')
  const { file } = await from.back()
  await using to = await openBackupPlace()
  await createPerson(to.database.db, { email: 'bob@acme.com' })
  await to.write('homes/ann/a.md', 'old')
  await to.database.events.close()
  const stores = { ...to.stores, secrets: join(to.folder, 'homes/ann/a.md/secrets') }
  await assert.rejects(
    restoreBackup(file, { db: to.database.db, stores, identity, replace: true, signal }),
    { code: 'ENOTDIR' },
  )
  assert.equal(await readFile(join(to.folder, 'homes/ann/a.md'), 'utf8'), 'old')
  assert.deepEqual(await readdir(join(to.folder, 'homes')), ['ann'])
  const { rows } = await to.database.db.pool.query('select email from core.person')
  assert.deepEqual(rows, [{ email: 'bob@acme.com' }])
})

test('a backup that was made without data is proved for what it holds', async () => {
  await using from = await openBackupPlace()
  const sha256 = 'a'.repeat(64)
  await from.write(`data/objects/aa/${sha256}`, 'parquet')
  await from.database.db.pool.query(
    `insert into core.published_table (id, dataset, name, files) values ('t', 'd', 'flights', $1)`,
    [[sha256]],
  )
  await verify(from, (await from.back({ without: ['data'] })).file)
})

test('a file that is no backup, and a folder, are told as what they are', async () => {
  await using place = await openBackupPlace({ migrated: false })
  const other = join(place.folder, 'other.age')
  await writeFile(other, 'PGDMP')
  await assert.rejects(restoreInto(place, other), { code: 'damaged_backup' })
  await assert.rejects(restoreInto(place, join(place.folder, 'gone.age')), { code: 'no_backup' })
  await assert.rejects(restoreInto(place, place.folder), { code: 'no_backup' })
})
