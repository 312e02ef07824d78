import assert from 'node:assert/strict'
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { removeFolder } from './remove-folder.ts'
import { makeSandboxFolder } from './sandbox-folder.ts'

let tmp: string
before(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'removed-'))
})
after(() => removeFolder(tmp))

/** Folders in one another whose path is three times as long as a path may be, as relative names lead there. */
async function makeDeep(folder: string, linkTo = '/nowhere'): Promise<void> {
  const chain = Array.from({ length: 18 }, () => 'd'.repeat(200)).join('/')
  for (const part of ['a', 'b', 'c']) await mkdir(join(folder, part, chain), { recursive: true })
  await writeFile(join(folder, 'c', chain, 'rows.csv'), 'salary')
  await symlink(linkTo, join(folder, 'c', chain, 'link'))
  await rename(join(folder, 'c'), join(folder, 'b', chain, 'c'))
  await rename(join(folder, 'b'), join(folder, 'a', chain, 'b'))
}

test('folders of a script that lay deeper than a path is long stayed for ever, and no sandbox started any more: they go', async () => {
  const folder = join(tmp, 'deep')
  await makeDeep(folder)
  await assert.rejects(rm(folder, { recursive: true }), { code: 'ENAMETOOLONG' })
  await removeFolder(folder)
  assert.deepEqual(await readdir(tmp), [])
})

test('folders whose names are no text go like all others', async () => {
  const folder = join(tmp, 'bytes')
  await makeDeep(folder)
  const odd = Buffer.concat([Buffer.from(`${folder}/a/`), Buffer.from([0xff, 0xfe])])
  await mkdir(Buffer.concat([odd, Buffer.from('/inner')]), { recursive: true })
  await removeFolder(folder)
  assert.deepEqual(await readdir(tmp), [])
})

test('what a sandbox that was killed left so deep holds up no start of the next one', async () => {
  // No process has this number: it is larger than the kernel gives out (proc(5), pid_max).
  const left = join(tmp, 'script-sandbox-4194305-abcdef')
  await makeDeep(join(left, 'run-a1b2c3'))
  const own = await makeSandboxFolder(tmp)
  assert.deepEqual([join(tmp, ...(await readdir(tmp)))], [own])
  await removeFolder(own)
})

test('closed folders go with what is in them, at every depth', async () => {
  const folder = join(tmp, 'closed')
  const inner = join(folder, 'a/b/c')
  await mkdir(inner, { recursive: true })
  await writeFile(join(inner, 'file'), '')
  for (const path of [inner, join(folder, 'a/b'), join(folder, 'a'), folder]) await chmod(path, 0)
  await removeFolder(folder)
  assert.deepEqual(await readdir(tmp), [])
})

test('links in a folder go, and nothing that they lead to', async () => {
  const [folder, elsewhere] = [join(tmp, 'links'), join(tmp, 'elsewhere')]
  await mkdir(join(elsewhere, 'inner'), { recursive: true })
  await writeFile(join(elsewhere, 'inner/kept'), '')
  await chmod(elsewhere, 0o755)
  await makeDeep(folder, elsewhere)
  await symlink(elsewhere, join(folder, 'link'))
  await symlink(join(elsewhere, 'inner'), join(folder, 'a/link'))
  await removeFolder(folder)
  assert.deepEqual(await readdir(tmp), ['elsewhere'])
  assert.deepEqual(await readdir(join(elsewhere, 'inner')), ['kept'])
  assert.equal((await stat(elsewhere)).mode & 0o777, 0o755)
  await removeFolder(elsewhere)
})

test('a folder that is not there, or a file in its place, is removed as well', async () => {
  await removeFolder(join(tmp, 'none'))
  await writeFile(join(tmp, 'file'), '')
  await removeFolder(join(tmp, 'file'))
  assert.deepEqual(await readdir(tmp), [])
})
