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
