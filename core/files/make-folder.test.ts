import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { makeFolder, makeFolderSync } from './make-folder.ts'

const ways = {
  makeFolder,
  makeFolderSync: async (path: string, mode?: number) => makeFolderSync(path, mode),
}

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'make-folder-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

for (const [name, make] of Object.entries(ways)) {
  test(`${name}: all that is missing above is made with the same mode, and once`, async (t) => {
    const folder = place(t)
    const deep = join(folder, 'a/ü b/c')
    assert.equal(await make(deep, 0o700), true)
    for (const path of ['a', 'a/ü b', 'a/ü b/c'])
      assert.equal(statSync(join(folder, path)).mode & 0o777, 0o700, path)
    assert.equal(await make(deep, 0o755), false)
    assert.equal(statSync(deep).mode & 0o777, 0o700, 'what is there keeps its mode')
    assert.equal(await make('/'), false)
    assert.equal(await make('.'), false)
    assert.equal(await make(join(folder, 'a/')), false)
  })

  test(`${name}: a link to a folder is one`, async (t) => {
    const folder = place(t)
    await make(join(folder, 'disk'))
    symlinkSync(join(folder, 'disk'), join(folder, 'link'))
    assert.equal(await make(join(folder, 'link')), false)
    assert.equal(await make(join(folder, 'link/below')), true)
    assert.ok(statSync(join(folder, 'disk/below')).isDirectory())
  })

  // Node's own recursive mkdir never came back from these.
  test(`${name}: where none can be made it is refused, and not asked for ever`, async (t) => {
    const folder = place(t)
    writeFileSync(join(folder, 'file'), '')
    symlinkSync(join(folder, 'not mounted'), join(folder, 'link'))
    for (const [path, code] of [
      ['file', 'EEXIST'],
      ['file/below', 'ENOTDIR'],
      ['link', 'EEXIST'],
      ['link/below', 'EEXIST'],
      ['link/below/deeper', 'EEXIST'],
      ['x'.repeat(300), 'ENAMETOOLONG'],
      ['/proc/nothing/here', 'ENOENT'],
    ] as const) {
      const full = path.startsWith('/') ? path : join(folder, path)
      await assert.rejects(make(full), { code, syscall: 'mkdir' }, path)
    }
  })
}

test('many at once end with one folder, which one of them has made', async (t) => {
  const path = join(place(t), 'a/b/c/d')
  const made = await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)))
  assert.ok(statSync(path).isDirectory())
  assert.equal(made.filter(Boolean).length, 1)
})
