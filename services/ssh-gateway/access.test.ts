import assert from 'node:assert/strict'
import { lstat, mkdir, mkdtemp, readdir, readlink, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { readAccess } from './access.ts'
import { makeView } from './make-view.ts'
import { Refusal } from './refusal.ts'

const key = 'ssh-ed25519 AAAA'
const hash = 'a'.repeat(64)
const orders = 'server/parquet/shop/orders.parquet'

async function accessFolder(t: TestContext, file: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'access-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'people'))
  await writeFile(join(folder, 'people/ann.json'), JSON.stringify(file))
  await writeFile(join(folder, 'alive'), '')
  return folder
}

test('a person with the key they signed in with has what their file says', async (t) => {
  const folder = await accessFolder(t, { keys: [key], files: { [orders]: hash } })
  assert.deepEqual(await readAccess(folder, 'ann', key), { keys: [key], files: { [orders]: hash } })
  await assert.rejects(readAccess(folder, 'ann', `${key}B`), Refusal)
  await assert.rejects(readAccess(folder, 'bob', key), Refusal)
  for (const name of ['', '../ann', 'people/ann', '.', 'Ann'])
    await assert.rejects(readAccess(folder, name, key), Refusal)
})

test('when nobody has said for five minutes who may do what, nobody may', async (t) => {
  const folder = await accessFolder(t, { keys: [key], files: {} })
  const before = new Date(Date.now() - 6 * 60_000)
  await utimes(join(folder, 'alive'), before, before)
  await assert.rejects(readAccess(folder, 'ann', key), /not known at the moment/)
  await rm(join(folder, 'alive'))
  await assert.rejects(readAccess(folder, 'ann', key), Refusal)
})

test('a file that would lead out of the view is none', async (t) => {
  for (const [path, sha256] of [
    ['../x', hash],
    ['/etc/passwd', hash],
    ['server/parquet/shop/../../x.parquet', hash],
    [orders, '../../etc/passwd'],
    [orders, 7],
  ] as const) {
    const folder = await accessFolder(t, { keys: [key], files: { [path]: sha256 } })
    await assert.rejects(readAccess(folder, 'ann', key), /names/)
  }
  const folder = await accessFolder(t, { keys: key, files: {} })
  await assert.rejects(readAccess(folder, 'ann', key), /not what it should be/)
})

test('a view is a tree of links to objects, whose folders never look new, and is gone at its end', async (t) => {
  const scratch = await mkdtemp(join(tmpdir(), 'view-test-'))
  t.after(() => rm(scratch, { recursive: true }))
  const places = { objects: '/data/objects', scratch }
  {
    await using view = await makeView({ keys: [], files: { [orders]: hash } }, places)
    assert.equal(await readlink(join(view.path, orders)), `/data/objects/aa/${hash}`)
    assert.deepEqual(view.objects, [`/data/objects/aa/${hash}`])
    for (const folder of ['', 'server', 'server/parquet', 'server/parquet/shop'])
      assert.equal((await lstat(join(view.path, folder))).mtime.getFullYear(), 2000, folder)
  }
  {
    await using empty = await makeView({ keys: [], files: {} }, places)
    assert.deepEqual(await readdir(join(empty.path, 'server')), ['parquet'])
  }
  assert.deepEqual(await readdir(scratch), [])
})
