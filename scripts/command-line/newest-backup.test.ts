import assert from 'node:assert/strict'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { keepNewest, prepareFolder } from '#core/backup/backup-folder.ts'
import { backupName } from '#core/backup/backup-format.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { newestBackup } from './newest-backup.ts'

const at = (day: number) => new Date(Date.UTC(2026, 0, day, 3))

test('a backup of yesterday is well, one of last week is not, and none at all is worth a warning', async () => {
  await using folder = await temporaryFolder()
  const none = await newestBackup(join(folder.path, 'nothing'), at(9))
  assert.deepEqual([none.status, /none/.test(none.detail)], ['warn', true])
  for (const day of [1, 2, 8]) await writeFile(join(folder.path, backupName(at(day))), '')
  const good = await newestBackup(folder.path, at(9))
  assert.deepEqual([good.status, /24 hours old/.test(good.detail)], ['ok', true])
  const old = await newestBackup(folder.path, at(20))
  assert.deepEqual([old.status, /stack backup/.test(old.remedy ?? '')], ['fail', true])
})

test('the newest are kept, and only backups are ever removed', async () => {
  await using folder = await temporaryFolder()
  for (const day of [1, 2, 8]) await writeFile(join(folder.path, backupName(at(day))), '')
  await writeFile(join(folder.path, 'notes.tar.age'), '')
  const removed = await keepNewest(folder.path, 2)
  assert.deepEqual(
    removed.map(({ name }) => name),
    [backupName(at(1))],
  )
  assert.equal((await readdir(folder.path)).length, 3)
})

test('what a killed backup left goes, what one at work writes stays, and neither counts as a backup', async () => {
  await using folder = await temporaryFolder()
  const [dead, alive] = [at(1), at(2)].map((day) => `${backupName(day)}.in-progress`)
  for (const name of [dead, alive]) await writeFile(join(folder.path, name ?? ''), 'a part')
  await utimes(join(folder.path, dead ?? ''), at(1), at(1))
  assert.match((await newestBackup(folder.path, at(2))).detail, /none/)
  await prepareFolder(folder.path)
  assert.deepEqual(await readdir(folder.path), [alive])
})
