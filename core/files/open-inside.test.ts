import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  link,
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
import { makeFolderInside, readInside } from './open-inside.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'inside-'))
  await mkdir(join(root, 'home/notes'), { recursive: true })
  await writeFile(join(root, 'secret'), 'secret')
  await writeFile(join(root, 'home/notes/a.md'), 'hello world')
})
after(() => rm(root, { recursive: true }))

const read = (path: string, limit = 100) => readInside(join(root, 'home'), path, limit)
const refused = { code: 'not_a_plain_file' }

test('a plain file is read, up to the limit', async () => {
  assert.equal((await read('notes/a.md')).bytes.toString(), 'hello world')
  assert.equal((await read('notes/a.md')).cut, false)
  const cut = await read('notes/a.md', 5)
  assert.deepEqual([cut.bytes.toString(), cut.cut], ['hello', true])
})

test('links, devices, pipes and folders are no files', async () => {
  await symlink(join(root, 'secret'), join(root, 'home/notes/link.md'))
  await link(join(root, 'secret'), join(root, 'home/notes/hard.md'))
  execFileSync('mkfifo', [join(root, 'home/notes/pipe.md')])
  for (const name of ['link.md', 'hard.md', 'pipe.md', '.'])
    await assert.rejects(read(`notes/${name}`), refused, name)
})

test('a folder that is a link leads nowhere', async () => {
  await symlink(root, join(root, 'home/outside'))
  await assert.rejects(read('outside/secret'), refused)
  await assert.rejects(read('../secret'))
})

test('what is not there is told apart', async () => {
  await assert.rejects(read('notes/none.md'), { code: 'ENOENT' })
})

const made = (path: string, mode?: number) => makeFolderInside(join(root, 'home'), path, mode)

test('a folder is made part by part with its mode, and one that is there stays as it is', async () => {
  {
    await using folder = await made('new/deep/er', 0o700)
    await writeFile(join(folder.place, 'a'), '')
  }
  for (const path of ['new', 'new/deep', 'new/deep/er']) {
    assert.equal((await stat(join(root, 'home', path))).mode & 0o777, 0o700, path)
  }
  await using again = await made('new/deep', 0o777)
  assert.deepEqual(await readdir(again.place), ['er'])
  assert.equal((await again.handle.stat()).mode & 0o777, 0o700)
})

test('nothing is made where a link leads, whether something is there or not', async () => {
  await mkdir(join(root, 'elsewhere'))
  await symlink(join(root, 'elsewhere'), join(root, 'home/there'))
  await symlink(join(root, 'nowhere'), join(root, 'home/dangling'))
  await symlink('circle', join(root, 'home/circle'))
  await writeFile(join(root, 'home/file'), '')
  for (const name of ['there', 'dangling', 'circle', 'file']) {
    await assert.rejects(made(name), Error, name)
    await assert.rejects(made(`${name}/below`), Error, name)
  }
  assert.deepEqual(await readdir(join(root, 'elsewhere')), [])
  assert.deepEqual((await readdir(root)).sort(), ['elsewhere', 'home', 'secret'])
})

test('a folder that is opened stays the one that it is, whatever is put in its place', async () => {
  await using folder = await made('own')
  await rename(join(root, 'home/own'), join(root, 'home/moved'))
  await symlink(join(root, 'elsewhere'), join(root, 'home/own'))
  await writeFile(join(folder.place, 'b'), 'x')
  assert.deepEqual(await readdir(join(root, 'home/moved')), ['b'])
  assert.deepEqual(await readdir(join(root, 'elsewhere')), [])
})

test(
  'while a folder is swapped for a link again and again, what is made is never elsewhere',
  { skip: process.platform === 'linux' ? false : 'only Linux names an open folder' },
  async () => {
    await mkdir(join(root, 'home/swapped'))
    const source = `
      const fs = require('node:fs')
      const [, folder, elsewhere] = process.argv
      const attempt = (name, ...args) => {
        try {
          fs[name](...args)
        } catch (error) {
          // The other one may have made a folder in the gap.
          if (!['EEXIST', 'ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EISDIR'].includes(error.code)) throw error
        }
      }
      const end = Date.now() + 1500
      while (Date.now() < end) {
        attempt('renameSync', folder, folder + '-away')
        attempt('symlinkSync', elsewhere, folder)
        attempt('rmSync', folder, { recursive: true, force: true })
        attempt('renameSync', folder + '-away', folder)
      }`
    const paths = [join(root, 'home/swapped'), join(root, 'elsewhere')]
    const swapping = spawn(process.execPath, ['-e', source, ...paths], { stdio: 'inherit' })
    const ended = once(swapping, 'exit')
    let going = true
    void ended.then(() => (going = false))
    for (let n = 0; going; n += 1) {
      // Which of the two it meets is chance; that it makes nothing elsewhere is not.
      const folder = await made(`swapped/made${n}`).catch(() => undefined)
      await folder?.[Symbol.asyncDispose]()
    }
    assert.deepEqual(await ended, [0, null])
    assert.deepEqual(await readdir(join(root, 'elsewhere')), [])
  },
)
