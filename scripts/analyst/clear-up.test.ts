import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { chooser } from '../../tests/peers/seeded-random.ts'
import { clearUp } from './clear-up.ts'
import { writePointer } from './current-pointer.ts'
import { writeGenerationRecord } from './generation-record.ts'
import { workspaceAt } from './workspace.ts'

/** The object of a letter or number. */
const object = (n: string | number) => `${n}`.padStart(64, '0')
const folderOf = (generation: number, mark = 0) => `${generation}-${`${mark}`.padStart(8, '0')}`

interface Made {
  readonly mark?: number
  readonly tables?: readonly string[]
  readonly objects?: readonly (string | number)[]
  readonly incomplete?: boolean
}

/** An analyst's folder without data, into which generations are put. */
async function place(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'clear-up-'))
  t.after(() => rm(dir, { recursive: true }))
  const workspace = workspaceAt(dir)
  await mkdir(workspace.objects, { recursive: true })
  const put = (name: string, bytes = 10) =>
    writeFile(join(workspace.objects, name), Buffer.alloc(bytes))
  const generation = async (number: number, { mark, tables = ['a/t'], ...made }: Made = {}) => {
    const folder = folderOf(number, mark)
    const path = join(workspace.generations, folder)
    await mkdir(join(path, 'readers'), { recursive: true })
    const objects = (made.objects ?? []).map(object)
    for (const name of objects) await put(name)
    if (made.incomplete === true) return path
    await writeGenerationRecord(path, {
      ...{ v: 1, generation: number, created: '2026-01-01T00:00:00Z', dir, objects },
      tables: tables.map((id) => ({
        ...{ id, dataset: 'a', name: id.slice(2), view: id.replace('/', '_') },
        ...{ columns: 1, files: 1, rows: 0, bytes: 0, rejected: 0 },
        updated: '2026-01-01T00:00:00Z',
      })),
    })
    return path
  }
  const point = (number: number, mark?: number) =>
    writePointer(workspace, {
      ...{ v: 1, generation: number, folder: folderOf(number, mark), etag: null, dir },
      ...{ server: 'https://x/', checked: '', synced: '' },
    })
  const there = async () => ({
    generations: (await readdir(workspace.generations)).toSorted(),
    objects: (await readdir(workspace.objects)).map((name) => name.replace(/^0+/, '')).toSorted(),
  })
  return { workspace, generation, point, put, there }
}

test('before the first sync, or with a pointer alone, nothing is removed', async (t) => {
  const { workspace, generation, put, there, point } = await place(t)
  const nothing = { generations: 0, objects: 0, bytes: 0 }
  await put(object(1))
  assert.deepEqual(await clearUp(workspace), nothing)
  await generation(1, { objects: [1] })
  await point(2)
  assert.deepEqual(await clearUp(workspace, 1), nothing)
  assert.deepEqual(await there(), { generations: [folderOf(1)], objects: ['1'] })
})

// `analyst doctor` has people delete a record that is damaged, and says that nothing which was fetched is lost.
test('while the current generation has no record, nothing that it may be made of is removed', async (t) => {
  const { workspace, generation, point, there } = await place(t)
  await generation(1, { objects: [1] })
  await generation(2, { objects: [1, 2], incomplete: true })
  await point(2)
  assert.deepEqual(await clearUp(workspace, 1), { generations: 0, objects: 0, bytes: 0 })
  assert.deepEqual((await there()).objects, ['1', '2'])
})

test('as many stay as are to, the newest by number, with all that they are made of', async (t) => {
  for (const [keep, kept, objects] of [
    [1, [11], ['11', '9']],
    [2, [10, 11], ['10', '11', '9']],
    [3, [10, 11, 9], ['10', '11', '8', '9']],
    [99, [10, 11, 8, 9], ['10', '11', '7', '8', '9']],
  ] as const) {
    const { workspace, generation, point, there } = await place(t)
    // Made in another order than they were published, as after a server was restored.
    await generation(10, { objects: [9, 10] })
    await generation(8, { objects: [7, 8] })
    await generation(9, { objects: [8, 9] })
    await generation(11, { objects: [9, 11] })
    await point(11)
    const done = await clearUp(workspace, keep)
    assert.deepEqual(await there(), { generations: kept.map((n) => folderOf(n)), objects })
    assert.deepEqual(done, {
      generations: 4 - kept.length,
      objects: 5 - objects.length,
      bytes: (5 - objects.length) * 10,
    })
    assert.deepEqual(await clearUp(workspace, keep), { generations: 0, objects: 0, bytes: 0 })
  }
})

test('of one number the one made last is the newer', async (t) => {
  const { workspace, generation, point, there } = await place(t)
  for (const [mark, day] of [
    [1, '2026-01-02'],
    [2, '2026-01-03'],
    [3, '2026-01-01'],
  ] as const) {
    const path = await generation(4, { mark })
    await utimes(path, new Date(day), new Date(day))
  }
  await generation(5)
  await point(5)
  await clearUp(workspace, 2)
  assert.deepEqual((await there()).generations, [folderOf(4, 2), folderOf(5)])
})

test('what was withdrawn goes at once, but not under who reads it', async (t) => {
  const { workspace, generation, point, there } = await place(t)
  const withdrawn = await generation(1, { tables: ['a/t', 'a/secret'], objects: [1, 'e'] })
  await generation(2, { objects: [1] })
  await point(2)
  await writeFile(join(withdrawn, 'readers', String(process.pid)), '')
  await clearUp(workspace)
  assert.deepEqual(await there(), { generations: [folderOf(1), folderOf(2)], objects: ['1', 'e'] })
  await rm(join(withdrawn, 'readers', String(process.pid)))
  await clearUp(workspace)
  assert.deepEqual(await there(), { generations: [folderOf(2)], objects: ['1'] })
})

test('who reads an old generation keeps it; the mark of a process that was killed keeps nothing', async (t) => {
  const { workspace, generation, point, there } = await place(t)
  const read = await generation(1, { objects: [1] })
  const left = await generation(2, { objects: [2] })
  await generation(3, { objects: [3] })
  await point(3)
  await writeFile(join(read, 'readers', String(process.pid)), '')
  const { pid } = spawnSync('true')
  await writeFile(join(left, 'readers', String(pid)), '')
  await writeFile(join(left, 'readers', 'notes.txt'), 'nobody’s mark')
  await clearUp(workspace, 1)
  assert.deepEqual(await there(), { generations: [folderOf(1), folderOf(3)], objects: ['1', '3'] })
})

test('downloads that broke off go, and what sync did not lay down stays', async (t) => {
  const { workspace, generation, point, put, there } = await place(t)
  await generation(1, { objects: [1] })
  await point(1)
  await put(`${object(5)}.part`, 7)
  for (const name of ['.DS_Store', 'notes.txt', `${object(6)}.txt`, object(7).slice(1)]) {
    await put(name)
  }
  await mkdir(join(workspace.generations, 'mine'))
  await writeFile(join(workspace.generations, '.DS_Store'), '')
  const incomplete = await generation(2, { incomplete: true })
  assert.deepEqual(await clearUp(workspace, 9), { generations: 1, objects: 1, bytes: 7 })
  assert.ok(!existsSync(incomplete))
  const { generations, objects } = await there()
  assert.deepEqual(generations, ['.DS_Store', folderOf(1), 'mine'])
  assert.deepEqual(objects, ['.DS_Store', '1', '6.txt', '7', 'notes.txt'])
})

test('whatever there was, what stays is whole and nothing else takes room', async (t) => {
  const { below } = chooser(7)
  for (let round = 0; round < 12; round++) {
    const { workspace, generation, point, there } = await place(t)
    const made = new Map<string, readonly number[]>()
    const newest = 1 + below(8)
    for (let number = 1; number <= newest; number++) {
      const objects = Array.from({ length: 1 + below(5) }, () => 1 + below(12))
      const tables = below(4) === 0 ? ['a/t', 'a/u'] : ['a/t']
      await generation(number, { objects, tables })
      made.set(folderOf(number), objects)
    }
    await point(newest)
    const keep = 1 + below(4)
    await clearUp(workspace, keep)
    const { generations, objects } = await there()
    assert.ok(generations.includes(folderOf(newest)) && generations.length <= keep)
    const needed = new Set(generations.flatMap((name) => (made.get(name) ?? []).map(String)))
    assert.deepEqual(objects, [...needed].toSorted(), `round ${round}`)
  }
})
