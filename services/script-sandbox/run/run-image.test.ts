import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runImage } from './run-image.ts'

const png = Buffer.from('\x89PNG\r\n\x1a\n picture', 'latin1')
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const LARGEST = 2 * 1024 * 1024

let root: string
let scratch: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'image-'))
  scratch = join(root, 'run')
  await mkdir(join(scratch, 'folder.png'), { recursive: true })
  await writeFile(join(root, 'secret.png'), png)
  for (const [name, bytes] of [
    ['image.png', png],
    ['chart.jpg', jpeg],
    ['Größe.png', png],
    ['.hidden.png', png],
    ['text.png', Buffer.from('<svg onload="alert(1)"/>')],
    ['almost.png', png.subarray(0, 7)],
    ['empty.png', Buffer.alloc(0)],
    ['gif.png', Buffer.from('GIF89a')],
    [`${'n'.repeat(100)}`, png],
    [`${'n'.repeat(101)}`, png],
  ] as const)
    await writeFile(join(scratch, name), bytes)
  for (const [name, size] of [
    ['largest.png', LARGEST],
    ['large.png', LARGEST + 1],
  ] as const) {
    await writeFile(join(scratch, name), png)
    await truncate(join(scratch, name), size)
  }
  await symlink(join(root, 'secret.png'), join(scratch, 'link.png'))
  await symlink(root, join(scratch, 'up'))
  await link(join(root, 'secret.png'), join(scratch, 'hard.png'))
  assert.equal(spawnSync('mkfifo', [join(scratch, 'pipe.png')]).status, 0)
})
after(() => rm(root, { recursive: true }))

const said = (path: unknown) => JSON.stringify({ notify: true, image_path: path })

for (const [what, stdout, type] of [
  ['the usual name where nothing was printed', '', 'image/png'],
  ['the usual name where no JSON was printed', 'done', 'image/png'],
  ['the usual name where JSON names none', '{"notify":true}', 'image/png'],
  ['the usual name where null was printed', 'null', 'image/png'],
  ['the usual name where null is named', said(null), 'image/png'],
  ['another name', said('chart.jpg'), 'image/jpeg'],
  ['a name at the end of a path, as scripts of old say', said('/tmp/x/chart.jpg'), 'image/jpeg'],
  ['a name of a hundred characters', said('n'.repeat(100)), 'image/png'],
  ['the largest that is taken', said('largest.png'), 'image/png'],
] as const)
  test(`the picture of a run has ${what}`, async () => {
    assert.equal((await runImage(scratch, stdout))?.type, type)
  })

for (const [what, name] of [
  ['a name that is not there', 'none.png'],
  ['no name', ''],
  ['a name that is a number', 5],
  ['a list', ['image.png']],
  ['true', true],
  ['the folder itself', '.'],
  ['the folder above', '..'],
  ['a path that ends in none', 'a/'],
  ['a name that begins with a dot', '.hidden.png'],
  ['letters that not every system writes alike', 'Größe.png'],
  ['NUL', 'image.png\0.txt'],
  ['more than a hundred characters', 'n'.repeat(101)],
  ['a folder', 'folder.png'],
  ['a symbolic link', 'link.png'],
  ['a hard link to a file of others', 'hard.png'],
  ['a pipe, which would wait for ever', 'pipe.png'],
  ['an image with a program in it', 'text.png'],
  ['another kind of image', 'gif.png'],
  ['the beginning of an image', 'almost.png'],
  ['an empty file', 'empty.png'],
  ['more than two megabytes', 'large.png'],
] as const)
  test(`${what} is no picture, and no other one is taken in its place`, async () => {
    assert.equal(await runImage(scratch, said(name)), undefined)
  })

test('the bytes of a picture are those of its file', async () => {
  const image = await runImage(scratch, '')
  assert.deepEqual(Buffer.from(image?.base64 ?? '', 'base64'), png)
})

test('a path leads to its last name in the folder of the run alone, wherever it begins', async () => {
  for (const path of ['up/secret.png', '../secret.png', join(root, 'secret.png')])
    assert.equal(await runImage(scratch, said(path)), undefined, path)
})
