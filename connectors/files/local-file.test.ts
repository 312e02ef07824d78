import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, link, mkdir, rename, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, sep } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { ConfigError } from '#core/errors.ts'
import { openFilesSource, type FilesSource } from '../../tests/peers/files-source.ts'
import { filesBelow, localFile, realFolder } from './local-file.ts'

/** A tree with everything that may lie beside data. */
async function openTree(): Promise<FilesSource> {
  const lab = await openFilesSource()
  const put = async (path: string, text = 'a\n1\n') => {
    await mkdir(join(lab.folder, path, '..'), { recursive: true })
    await writeFile(join(lab.folder, path), text)
  }
  for (const path of ['a.csv', 'sub/b.csv', 'sub/deep/er/c.csv', 'žluť/ď.csv', ' spaced .csv'])
    await put(path)
  for (const path of ['.hidden.csv', '.git/x.csv', 'sub/.cache/y.csv', 'lost+found/z.csv'])
    await put(path)
  await put('../secret.csv', 'password\n')
  await mkdir(join(lab.folder, 'empty'))
  return lab
}

test('files are found at any depth, and what is hidden or the file system’s own is not', async () => {
  await using lab = await openTree()
  const found = await Array.fromAsync(filesBelow(lab.folder))
  assert.deepEqual(found.toSorted(), [
    ' spaced .csv',
    'a.csv',
    'sub/b.csv',
    'sub/deep/er/c.csv',
    'žluť/ď.csv',
  ])
})

test('a link to a folder is not walked through: it could lead in a circle, or out', async () => {
  await using lab = await openTree()
  await symlink(lab.folder, join(lab.folder, 'sub/circle'))
  await symlink(lab.outside, join(lab.folder, 'out'))
  const found = await Array.fromAsync(filesBelow(lab.folder))
  assert.equal(
    found
      .filter((path) => /circle|out/.test(path))
      .toSorted()
      .join(),
    'out,sub/circle',
  )
})

test('each file that is found can be had by its path', async () => {
  await using lab = await openTree()
  for await (const path of filesBelow(lab.folder)) {
    const file = await localFile(lab.folder, path)
    assert.deepEqual([file.path, file.bytes], [join(lab.folder, path), 4])
  }
})

test('a folder that may not be read was called a defect of ours: it is named, with the remedy', async (t) => {
  await using lab = await openTree()
  await chmod(lab.outside, 0o755)
  await chmod(join(lab.folder, 'sub/deep'), 0o000)
  t.after(() => chmod(join(lab.folder, 'sub/deep'), 0o755).catch(() => undefined))
  // Nothing is closed to root: asked as nobody.
  const program = `
    if (process.getuid() === 0) process.setuid(65534)
    const { filesBelow } = await import(${JSON.stringify(join(import.meta.dirname, 'local-file.ts'))})
    await Array.fromAsync(filesBelow(process.argv[1])).catch(({ code, message, remedy }) =>
      console.log(JSON.stringify([code, message, remedy.length > 10])))`
  const words = ['--input-type=module', '--eval', program, lab.folder]
  const { stdout } = await promisify(execFile)(process.execPath, words)
  const folder = join(lab.folder, 'sub/deep')
  assert.deepEqual(JSON.parse(stdout), [
    'source_missing',
    `${folder} is not there, or may not be read`,
    true,
  ])
  await chmod(folder, 0o755)
})

const outside = [
  '../secret.csv',
  '..',
  'sub/../../secret.csv',
  '/etc/passwd',
  'sub/..\\..\\secret.csv',
  '..\\secret.csv',
  'a.csv\0.txt',
  'out.csv',
  'sub/out.csv',
  'absolute.csv',
  'up/secret.csv',
]

test('whatever leads out of the folder is refused by a sentence, and nothing of it is told', async () => {
  await using lab = await openTree()
  await symlink('../secret.csv', join(lab.folder, 'out.csv'))
  await symlink('../out.csv', join(lab.folder, 'sub/out.csv'))
  await symlink('/etc/passwd', join(lab.folder, 'absolute.csv'))
  await symlink('..', join(lab.folder, 'up'))
  for (const origin of outside) {
    await assert.rejects(
      localFile(lab.folder, origin),
      (error) => error instanceof ConfigError && error.message.includes('lies outside'),
      JSON.stringify(origin),
    )
  }
})

test('a neighbour whose name begins as the folder’s does is outside', async () => {
  await using lab = await openTree()
  await mkdir(`${lab.folder}-old`)
  await writeFile(join(`${lab.folder}-old`, 'x.csv'), 'password\n')
  await symlink(join(`${lab.folder}-old`, 'x.csv'), join(lab.folder, 'x.csv'))
  await assert.rejects(localFile(lab.folder, 'x.csv'), /lies outside/)
  await writeFile(join(lab.folder, '..x.csv'), 'a\n')
  assert.equal((await localFile(lab.folder, '..x.csv')).bytes, 2, 'two dots that lead nowhere')
})

test('a link within the folder is the file that it leads to, and one in a circle is none', async () => {
  await using lab = await openTree()
  await symlink('sub/b.csv', join(lab.folder, 'link.csv'))
  await symlink('round.csv', join(lab.folder, 'round.csv'))
  assert.equal((await localFile(lab.folder, 'link.csv')).path, join(lab.folder, 'sub/b.csv'))
  await assert.rejects(localFile(lab.folder, 'round.csv'), { code: 'source_missing' })
})

test('a folder, a socket and a device are no files, and none is waited for', async () => {
  await using lab = await openTree()
  const socket = createServer()
  await new Promise<void>((resolve) => socket.listen(join(lab.folder, 'socket.csv'), resolve))
  await promisify(execFile)('mkfifo', [join(lab.folder, 'pipe.csv')])
  for (const origin of ['sub', '.', '', 'socket.csv', 'pipe.csv'])
    await assert.rejects(localFile(lab.folder, origin), /is not a regular file/, origin)
  await new Promise((resolve) => socket.close(resolve))
})

test('a marker changes with the content, its length, and the file behind the name, and with nothing else', async () => {
  await using lab = await openTree()
  const path = join(lab.folder, 'a.csv')
  const marker = async () => (await localFile(lab.folder, 'a.csv')).marker
  const day = new Date('2026-03-02T10:00:00Z')
  await utimes(path, day, day)
  const first = await marker()
  assert.equal(await marker(), first)
  await utimes(path, new Date('2026-03-05T00:00:00Z'), day)
  assert.equal(await marker(), first, 'it was read')
  await link(path, join(lab.folder, 'second-name.csv'))
  assert.equal(await marker(), first, 'it has a second name')

  await writeFile(path, 'a\n2\n')
  const written = await marker()
  assert.notEqual(written, first)
  await writeFile(join(lab.folder, 'new'), 'a\n3\n')
  await utimes(join(lab.folder, 'new'), day, day)
  await rename(join(lab.folder, 'new'), path)
  const swapped = await marker()
  await writeFile(path, 'a\n22\n')
  await utimes(path, day, day)
  const longer = await marker()
  assert.equal(new Set([first, written, swapped, longer]).size, 4)
})

test('the folder is the one behind its links, relative to that of instance.yaml', async () => {
  await using lab = await openTree()
  await symlink('data', join(lab.outside, 'current'))
  for (const name of ['data', 'current', './data/', lab.folder, `data${sep}sub${sep}..`])
    assert.equal(await realFolder(lab.outside, name), lab.folder, name)
  await assert.rejects(realFolder(lab.outside, 'data/a.csv'), /is not a folder/)
  await assert.rejects(realFolder(lab.outside, 'nowhere'), {
    code: 'source_missing',
    message: `${join(lab.outside, 'nowhere')} is not there, or may not be read`,
  })
})
