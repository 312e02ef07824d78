import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { clearUp } from './clear-up.ts'
import { readPointer, writePointer } from './current-pointer.ts'
import { hasReaders, holdGeneration } from './generation-reader.ts'
import { writeGenerationRecord } from './generation-record.ts'
import { workspaceAt } from './workspace.ts'

async function place(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'reader-'))
  t.after(() => rm(dir, { recursive: true }))
  const workspace = workspaceAt(dir)
  await mkdir(workspace.objects, { recursive: true })
  const folderOf = (number: number) => join(workspace.generations, `${number}-00000000`)
  const point = (number: number) =>
    writePointer(workspace, {
      ...{ v: 1, generation: number, folder: `${number}-00000000`, etag: null, dir },
      ...{ server: 'https://x/', checked: '', synced: '' },
    })
  /** Makes a generation and points to it, as a sync does. */
  const publish = async (number: number) => {
    await mkdir(join(folderOf(number), 'readers'), { recursive: true })
    await writeGenerationRecord(folderOf(number), {
      ...{ v: 1, generation: number, created: '', dir, tables: [], objects: [] },
    })
    await point(number)
  }
  return { workspace, folderOf, point, publish }
}

test('a generation is held by a mark that its release takes away, also when it is released twice', async (t) => {
  const { workspace, folderOf, publish } = await place(t)
  await publish(1)
  const reader = await holdGeneration(workspace)
  assert.deepEqual([reader.folder, reader.pointer.generation], [folderOf(1), 1])
  assert.equal(await hasReaders(folderOf(1)), true)
  await reader.release()
  await reader.release()
  assert.equal(await hasReaders(folderOf(1)), false)
})

test('where nothing was synced, or what the pointer names is gone, there is nothing to hold', async (t) => {
  const { workspace, point } = await place(t)
  await assert.rejects(holdGeneration(workspace), { code: 'not_synced' })
  await point(7)
  await assert.rejects(holdGeneration(workspace), { code: 'not_synced' })
})

test('a failure that is none of these is told as it is', async (t) => {
  const { workspace, folderOf, publish } = await place(t)
  await publish(1)
  await rm(join(folderOf(1), 'readers'), { recursive: true })
  await writeFile(join(folderOf(1), 'readers'), 'no folder')
  await assert.rejects(holdGeneration(workspace), { code: 'ENOTDIR' })
})

test('marks of processes that were killed are cleared away; what is no mark is left', async (t) => {
  const { folderOf, publish } = await place(t)
  await publish(1)
  const readers = join(folderOf(1), 'readers')
  const dead = [spawnSync('true').pid, spawnSync('true').pid].map(String)
  for (const name of [...dead, 'notes.txt', '12x']) await writeFile(join(readers, name), '')
  assert.equal(await hasReaders(folderOf(1)), false)
  assert.deepEqual((await readdir(readers)).toSorted(), ['12x', 'notes.txt'])
  assert.equal(await hasReaders(join(folderOf(1), 'nowhere')), false)
})

test('whoever read the pointer just before it moved follows it, and leaves no mark behind', async (t) => {
  for (const cleared of [false, true]) {
    const { workspace, folderOf, publish } = await place(t)
    await publish(1)
    const before = await readPointer(workspace)
    await publish(2)
    if (cleared) await clearUp(workspace, 1)
    const reads = [before]
    const reader = await holdGeneration(workspace, async (place) =>
      reads.length > 0 ? reads.pop() : readPointer(place),
    )
    assert.equal(reader.folder, folderOf(2))
    assert.equal(await hasReaders(folderOf(2)), true)
    assert.equal(await hasReaders(folderOf(1)), false)
    assert.equal(existsSync(folderOf(1)), !cleared)
    await reader.release()
  }
})

test('whoever comes while one generation follows another holds one that stays', async (t) => {
  const { workspace, publish } = await place(t)
  await publish(1)
  for (let number = 2; number < 30; number++) {
    const holding = holdGeneration(workspace)
    const syncing = (async () => {
      await publish(number)
      await clearUp(workspace, 1)
    })()
    const [reader] = await Promise.all([holding, syncing])
    await clearUp(workspace, 1)
    assert.ok(existsSync(join(reader.folder, 'generation.json')), `${reader.folder} was taken away`)
    await reader.release()
  }
})
