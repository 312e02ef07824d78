import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { filePlacer } from './place-file.ts'

test('a file is linked, and copied where the file system has no links', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'place-'))
  t.after(() => rm(dir, { recursive: true }))
  await writeFile(join(dir, 'object'), 'rows')
  await filePlacer().place(join(dir, 'object'), join(dir, 'linked'))
  assert.equal((await stat(join(dir, 'object'))).nlink, 2)

  let tries = 0
  const { place } = filePlacer(async () => {
    tries++
    throw Object.assign(new Error('no links here'), { code: 'EPERM' })
  })
  await place(join(dir, 'object'), join(dir, 'copy-1'))
  await place(join(dir, 'object'), join(dir, 'copy-2'))
  assert.equal(tries, 1)
  assert.equal(await readFile(join(dir, 'copy-2'), 'utf8'), 'rows')
  assert.equal((await stat(join(dir, 'object'))).nlink, 2)
})
