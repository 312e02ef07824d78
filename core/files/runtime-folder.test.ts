import assert from 'node:assert/strict'
import { chmod, chown, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { makeRuntimeFolder } from './runtime-folder.ts'

async function place(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'runtime-'))
  t.after(() => rm(folder, { recursive: true }))
  return join(folder, 'sockets')
}

test('the folder of sockets is made for its owner alone to write in, and found again', async (t) => {
  const dir = await place(t)
  await makeRuntimeFolder(dir)
  await makeRuntimeFolder(dir)
  assert.equal((await stat(dir)).mode & 0o022, 0)
})

test('a folder that others may write into is refused: a socket there could be theirs', async (t) => {
  for (const mode of [0o730, 0o713, 0o777, 0o1777]) {
    const dir = await place(t)
    await mkdir(dir)
    await chmod(dir, mode)
    await assert.rejects(makeRuntimeFolder(dir), /is not ours alone: remove it, or set TMPDIR/)
  }
})

test('a link in the place of the folder is refused, wherever it leads', async (t) => {
  const dir = await place(t)
  await mkdir(`${dir}-elsewhere`, { mode: 0o700 })
  await symlink(`${dir}-elsewhere`, dir)
  await assert.rejects(makeRuntimeFolder(dir), /is not ours alone/)
})

test(
  'a folder of somebody else is refused',
  { skip: process.getuid?.() === 0 ? false : 'only root can give a folder away' },
  async (t) => {
    const dir = await place(t)
    await mkdir(dir, { mode: 0o700 })
    await chown(dir, 65_534, 65_534)
    await assert.rejects(makeRuntimeFolder(dir), /is not ours alone/)
  },
)

test('a file in its place is an error that names it', async (t) => {
  const dir = await place(t)
  await writeFile(dir, '')
  await assert.rejects(makeRuntimeFolder(dir), { code: 'EEXIST' })
})
