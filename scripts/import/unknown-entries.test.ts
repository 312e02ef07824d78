import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { listFiles } from './list-files.ts'
import { unknownEntries } from './unknown-entries.ts'

async function place(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'listing-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

test('all files below a folder are listed by their paths in it, in order, and empty folders are nothing', async (t) => {
  const folder = await place(t)
  assert.deepEqual(await listFiles(folder), { files: [], others: [] })
  await mkdir(join(folder, 'b/ü 漢/c'), { recursive: true })
  await mkdir(join(folder, 'empty'))
  for (const name of ['b/ü 漢/c/.hidden', 'a', 'b/z', 'b.json'])
    await writeFile(join(folder, name), '')
  const files = ['a', 'b.json', 'b/z', 'b/ü 漢/c/.hidden']
  assert.deepEqual(await listFiles(folder), { files, others: [] })
  assert.deepEqual(await listFiles(join(folder, 'b/..')), { files, others: [] })
})

// Somebody's link in a folder of the original would have brought in files of the server.
test('links and sockets are named and never gone through', async (t) => {
  const folder = await place(t)
  const outside = await place(t)
  await writeFile(join(outside, 'secret'), '')
  await symlink(outside, join(folder, 'folder'))
  await symlink(join(outside, 'secret'), join(folder, 'file'))
  await symlink(folder, join(folder, 'circle'))
  await symlink('nowhere', join(folder, 'broken'))
  const server = createServer().listen(join(folder, 'socket'))
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  assert.deepEqual(await listFiles(folder), {
    files: [],
    others: ['broken', 'circle', 'file', 'folder', 'socket'],
  })
})

test('a folder that is none is an error with its path and what to do', async (t) => {
  const folder = await place(t)
  await writeFile(join(folder, 'file'), '')
  for (const name of ['gone', 'file']) {
    await assert.rejects(listFiles(join(folder, name)), {
      code: 'unreadable_folder',
      message: new RegExp(`${name} cannot be read`),
      remedy: /Name a copy/,
    })
  }
})

test('what nobody knows is named: the outermost folder where nothing in it is known, else the file', () => {
  const cases: readonly [unknown: string[], known: string[], told: Record<string, number>][] = [
    [[], ['a/b'], {}],
    [['x'], [], { x: 1 }],
    [['a/b/c', 'a/b/d', 'a/e'], [], { a: 3 }],
    [['a/b/c', 'a/b/d', 'a/e'], ['a/known'], { 'a/b': 2, 'a/e': 1 }],
    [['a/b/c'], ['a/b/known'], { 'a/b/c': 1 }],
    // One folder is no part of another because its name begins alike.
    [['ab/c', 'a.json'], ['a/known'], { ab: 1, 'a.json': 1 }],
    [['.git/x', '.git/y/z'], ['known'], { '.git': 2 }],
    [['a/c', 'b/c'], [], { a: 1, b: 1 }],
  ]
  for (const [unknown, known, told] of cases) {
    const entries = unknownEntries(unknown, known)
    assert.deepEqual(
      entries.map(({ file }) => file),
      Object.keys(told),
    )
    for (const { file, detail, state } of entries) {
      assert.equal(state, 'left')
      const count = told[file ?? ''] ?? 0
      const isFile = unknown.includes(file ?? '')
      assert.match(
        detail ?? '',
        isFile ? /this file$/ : new RegExp(`this folder: ${count} files?$`),
      )
    }
  }
})
