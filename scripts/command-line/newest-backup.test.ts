import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
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
  await writeFile(join(folder.path, `${backupName(at(19))}.in-progress`), 'a part')
  const old = await newestBackup(folder.path, at(20))
  assert.deepEqual([old.status, /stack backup/.test(old.remedy ?? '')], ['fail', true])
})

test('a backup that a wrong clock dated ahead is told: it would be the newest for years', async () => {
  await using folder = await temporaryFolder()
  for (const day of [1, 31]) await writeFile(join(folder.path, backupName(at(day))), '')
  const { status, detail, remedy } = await newestBackup(folder.path, at(9))
  assert.equal(status, 'fail')
  assert.match(detail, /2026-01-31T030000Z\.tar\.age is of a time that has not come yet/)
  assert.match(remedy ?? '', /clock/)
  // Those of two machines differ a little.
  const soon = await newestBackup(folder.path, new Date(at(31).getTime() - 600_000))
  assert.deepEqual([soon.status, /is 0 hours old/.test(soon.detail)], ['ok', true])
})
