import assert from 'node:assert/strict'
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { removeFolder } from './remove-folder.ts'
import { holdsAtMost, watchFolder } from './watch-folder.ts'

const MB = 2 ** 20
let top: string
before(async () => {
  top = await mkdtemp(join(tmpdir(), 'watch-'))
})
after(() => removeFolder(top))

async function folder(files: Readonly<Record<string, number>>): Promise<string> {
  const place = await mkdtemp(join(top, 'one-'))
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(join(place, name, '..'), { recursive: true })
    await writeFile(join(place, name), Buffer.alloc(bytes, 'x'))
  }
  return place
}

test('what lies anywhere in a folder counts, by what it takes of the disk', async () => {
  const place = await folder({ a: MB, 'b/c/d': MB, 'b/c/e': 1 })
  assert.equal(await holdsAtMost(place, 3 * MB), true)
  assert.equal(await holdsAtMost(place, 2 * MB), false)
  assert.equal(await holdsAtMost(await folder({}), 0), true)
})

test('files that hold nothing cost something, and what a link leads to costs nothing', async () => {
  const place = await folder(
    Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${n}`, 0])),
  )
  assert.equal(await holdsAtMost(place, 100 * 4096), true)
  assert.equal(await holdsAtMost(place, 99 * 4096), false)
  const linked = await folder({})
  await symlink('/usr', join(linked, 'all'))
  assert.equal(await holdsAtMost(linked, MB), true)
})

test('what cannot be looked into could hold anything, and what is gone holds nothing', async () => {
  const place = await folder({ a: 1 })
  const cwd = process.cwd()
  process.chdir(place)
  try {
    for (let n = 0; n < 20; n += 1) {
      await mkdir('d'.repeat(250))
      process.chdir('d'.repeat(250))
    }
  } finally {
    process.chdir(cwd)
  }
  assert.equal(await holdsAtMost(place, 100 * MB), false)
  assert.equal(await holdsAtMost(join(top, 'nowhere'), 0), true)
})

test('a folder that grows is told of once, and none that nobody looks at any more', async () => {
  const full = Object.fromEntries(Array.from({ length: 2 }, (_, n) => [`f${n}`, 10 * MB]))
  const [left, place] = [await folder(full), await folder({})]
  watchFolder(left, () => assert.fail('nobody looks any more'))[Symbol.dispose]()
  const grown = Promise.withResolvers<void>()
  let told = 0
  using _watch = watchFolder(place, () => {
    told += 1
    grown.resolve()
  })
  for (const [name, bytes] of Object.entries(full))
    await writeFile(join(place, name), Buffer.alloc(bytes, 'x'))
  await grown.promise
  assert.equal(told, 1)
})
