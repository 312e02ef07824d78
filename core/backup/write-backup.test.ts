import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { link, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  identity,
  openBackupPlace,
  recipients,
  type BackupPlace,
} from '../../tests/peers/backup-place.ts'
import { readArchive } from './archive-reader.ts'
import { writeBackup } from './write-backup.ts'

const sha256 = 'a'.repeat(64)
// Never aborted: the runner itself ends what takes too long.
const { signal } = new AbortController()

async function publish({ database, write }: BackupPlace): Promise<string> {
  const name = `data/objects/aa/${sha256}`
  await write(name, 'parquet')
  await database.db.pool.query(
    `insert into core.published_table (id, dataset, name, files) values ('t', 'd', 't', $1)`,
    [[sha256]],
  )
  return name
}

test('an object that is linked from elsewhere is refused: without it the backup would only look like one', async () => {
  await using from = await openBackupPlace()
  const name = await publish(from)
  // As `cp -al` does, or a snapshot that shares files.
  await link(join(from.folder, name), join(from.folder, 'snapshot'))
  await assert.rejects(from.back(), { code: 'not_a_plain_file', message: new RegExp(sha256) })
  assert.deepEqual(await readdir(join(from.folder, 'backups')), [])
})

test('of two backups that begin in the same second the second one is told, and harms the first in nothing', async () => {
  await using from = await openBackupPlace()
  await from.write('homes/ann/big', Buffer.alloc(3_000_000))
  const two = await Promise.allSettled([from.back(), from.back()])
  const refused = two.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  assert.deepEqual(
    refused.map((error) => (error as { code?: string }).code),
    ['backup_in_progress'],
  )
  assert.match(refused[0]?.message ?? '', /\.tar\.age\.in-progress/)
  assert.equal((await readdir(join(from.folder, 'backups'))).length, 1)
})

const shortened = '/sys/kernel/mm/transparent_hugepage'
test(
  'a file that gives fewer bytes than it said is taken as it was read, and the backup goes on',
  { skip: existsSync(shortened) ? false : `there is no ${shortened} here` },
  async () => {
    await using from = await openBackupPlace()
    await from.write('data/after', 'it')
    // The kernel says 4096 bytes of each, and gives a line.
    const { file, files } = await from.back({ stores: { ...from.stores, homes: shortened } })
    assert.ok(files > 3)
    let size: number | undefined
    for await (const { name, facts, content } of readArchive(file, identity)) {
      let length = 0
      for await (const bytes of content) length += bytes.length
      if (name === 'files/homes/enabled') size = facts.size
      assert.equal(facts.size ?? 0, length, name)
    }
    assert.ok(size !== undefined && size > 0 && size < 200, String(size))
  },
)

test('backups that lie in a store are in no other one: none grows by those before it', async () => {
  await using from = await openBackupPlace()
  await from.write('data/nightly/ai-data-analyst-2025-12-31T030405Z.tar.age', 'an older one')
  await from.write('data/nightly/ai-data-analyst-2026-01-01T030405Z.tar.age.in-progress', 'killed')
  await from.write('data/nightly/own.tar.age', 'of that name, the time before')
  await from.write('homes/ann/hers.tar.age', 'no backup of ours')
  const path = join(from.folder, 'data/nightly/own.tar.age')
  const { db } = from.database
  const { file } = await writeBackup(path, {
    ...{ db, stores: from.stores, recipients, version: '1', without: [], signal },
    ...{ publicUrl: 'https://data.example.com', progress: () => undefined },
  })
  const names: string[] = []
  for await (const { name, content } of readArchive(file, identity)) {
    for await (const _bytes of content);
    if (name.startsWith('files/')) names.push(name)
  }
  assert.deepEqual(names, [
    'files/data/nightly/',
    'files/homes/ann/',
    'files/homes/ann/hers.tar.age',
  ])
})

test('names of every kind, old times and empty folders come through the archive as they are', async () => {
  await using from = await openBackupPlace()
  const names = [
    'ann/Übersicht (1).md',
    'ann/日本語 🙂.sql',
    `ann/${'long-'.repeat(40)}name`,
    'ann/ leading and trailing ',
    'ann/new\nline',
    'ann/-rf',
    'ann/..hidden',
  ]
  for (const name of names) await from.write(`homes/${name}`, name)
  await utimes(join(from.folder, 'homes/ann/-rf'), 0, 0)
  await writeFile(join(from.folder, 'homes/top.md'), '')
  const { file } = await from.back()
  const found = new Map<string, number | undefined>()
  for await (const { name, facts, content } of readArchive(file, identity)) {
    for await (const _bytes of content);
    if (name.startsWith('files/homes/')) found.set(name.slice(12), facts.mtime?.getTime())
  }
  assert.deepEqual([...found.keys()].sort(), [...names, 'ann/', 'top.md'].sort())
  assert.equal(found.get('ann/-rf'), 0)
})
