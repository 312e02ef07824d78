import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readInside } from './open-inside.ts'

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
