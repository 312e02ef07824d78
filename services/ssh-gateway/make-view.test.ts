import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { makeView } from './make-view.ts'

const sha256 = (letter: string) => letter.repeat(64)

async function places(t: TestContext) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const [objects, scratch] = ['objects', 'scratch'].map((name) => join(folder.path, name))
  assert.ok(objects !== undefined && scratch !== undefined)
  await mkdir(join(objects, 'aa'), { recursive: true })
  await mkdir(scratch)
  await writeFile(join(objects, 'aa', sha256('a')), 'rows')
  return { objects, scratch }
}

test('a person sees their tables under their names, and nothing of it stays behind', async (t) => {
  const at = await places(t)
  {
    await using view = await makeView(
      { keys: [], files: { 'server/parquet/shop/orders.parquet': sha256('a') } },
      at,
    )
    const file = join(view.path, 'server/parquet/shop/orders.parquet')
    assert.equal(await readFile(file, 'utf8'), 'rows')
    assert.deepEqual(view.objects, [join(at.objects, 'aa', sha256('a'))])
  }
  assert.deepEqual(await readdir(at.scratch), [])
})

test('who may see nothing finds an empty folder of the usual name', async (t) => {
  const at = await places(t)
  await using view = await makeView({ keys: [], files: {} }, at)
  assert.deepEqual(await readdir(join(view.path, 'server/parquet')), [])
})

test('folders look the same each time, so that rsync has nothing to set', async (t) => {
  const at = await places(t)
  const files = { 'server/parquet/shop/orders.parquet': sha256('a') }
  await using one = await makeView({ keys: [], files }, at)
  await using other = await makeView({ keys: [], files }, at)
  for (const folder of ['', 'server', 'server/parquet', 'server/parquet/shop']) {
    const [a, b] = await Promise.all([one, other].map(({ path }) => stat(join(path, folder))))
    assert.equal(a?.mtimeMs, b?.mtimeMs, folder)
  }
})

// The scratch is a few megabytes of memory: when it was full once it stayed so.
test('a view that cannot be made whole leaves nothing of itself', async (t) => {
  const at = await places(t)
  const files = {
    'server/parquet/shop/orders.parquet': sha256('a'),
    [`server/parquet/shop/${'x'.repeat(300)}.parquet`]: sha256('b'),
  }
  await assert.rejects(makeView({ keys: [], files }, at), { code: 'ENAMETOOLONG' })
  assert.deepEqual(await readdir(at.scratch), [])
})
