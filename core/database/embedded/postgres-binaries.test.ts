import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { copyBinaries } from './postgres-binaries.ts'

async function place(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'binaries-'))
  t.after(() => rm(root, { recursive: true }))
  const [native, shared] = [join(root, 'native'), join(root, 'shared')]
  await mkdir(join(native, 'bin'), { recursive: true })
  await mkdir(shared)
  await writeFile(join(native, 'bin/postgres'), 'a program', { mode: 0o755 })
  return { native, shared, copy: join(shared, 'copy') }
}

test('the binaries stand in their place whole, and nothing beside them', async (t) => {
  const { native, shared, copy } = await place(t)
  await copyBinaries(native, copy)
  assert.equal(await readFile(join(copy, 'bin/postgres'), 'utf8'), 'a program')
  assert.deepEqual(await readdir(shared), ['copy'])
})

test('of a copy that fails on the way nothing stays: the next start would leave as much again', async (t) => {
  const { native, shared, copy } = await place(t)
  // Nobody can copy a socket: it fails as a full disk does, after something was written.
  const server = createServer().listen(join(native, 'socket'))
  t.after(() => server.close())
  await assert.rejects(copyBinaries(native, copy), { code: 'ERR_FS_CP_SOCKET' })
  assert.deepEqual(await readdir(shared), [])
})
