import assert from 'node:assert/strict'
import { statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { findPaths } from '#core/paths.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import disk, { judgeRoom } from './disk.ts'

const GIBIBYTE = 1024 ** 3

test('little room is a warning, none a failure, and so is less than the next backup needs', () => {
  const at = (free: number, needed = 0) => judgeRoom('/data', free * GIBIBYTE, needed * GIBIBYTE)
  assert.equal(at(100).status, 'ok')
  assert.equal(at(4).status, 'warn')
  assert.equal(at(0.5).status, 'fail')
  const short = at(100, 120)
  assert.equal(short.status, 'fail')
  assert.match(short.remedy ?? '', /--keep/)
})

test('folders on one disk are told once, also when that of backups is not there yet', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'file'), '')
  const paths = findPaths(folder.path, { DATA_DIR: folder.path, CONFIG_DIR: folder.path })
  const found = await disk({ installation: { paths }, backups: join(folder.path, 'none/yet') })
  const { bavail, bsize } = await statfs(folder.path)
  // What is free here is what this machine has: the check must say the same as the system does.
  const expected = judgeRoom(folder.path, bavail * bsize, 0).status
  assert.ok(found.status === expected || found.detail.includes('nothing is kept'))
  assert.equal(found.detail.split(';').length, 1, found.detail)
})
