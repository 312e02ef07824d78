import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import {
  openExampleCatalog,
  type ExampleCatalog,
} from '../../../tests/peers/open-example-catalog.ts'
import { publishExample } from '../../../tests/peers/publish-example.ts'
import { readGeneration } from '../distribution/generation.ts'
import { collectGarbage } from './collect-garbage.ts'

const hour = 3_600_000
let catalog: ExampleCatalog
before(async () => (catalog = await openExampleCatalog()))
after(() => catalog[Symbol.asyncDispose]())
beforeEach(async () => {
  await catalog.database.db.pool.query(
    'truncate data_sync.run, data_sync.version, data_sync.version_object, data_sync.generation',
  )
  await collectGarbage(catalog, { hours: 0, generations: 0, runDays: 0 })
  assert.deepEqual(await Array.fromAsync(catalog.objects.list()), [])
})

/** Six generations of one table, whose replaced versions ended so many hours ago. */
async function publishSix(endedHoursAgo: number): Promise<void> {
  for (let rows = 1; rows <= 6; rows += 1)
    await publishExample(catalog, 'shop', 'orders', { rows, column: `c${rows}` })
  await catalog.catalogue
    .updateTable('version')
    .set({ ended_at: new Date(Date.now() - endedHoursAgo * hour) })
    .where('to_gen', 'is not', null)
    .execute()
}

/** Which generations still show their table. */
async function whole(): Promise<readonly number[]> {
  const shown: number[] = []
  for (let generation = 1; generation <= 6; generation += 1) {
    const { tables } = await readGeneration(catalog.catalogue, generation)
    if (tables.some(({ rows }) => rows === generation)) shown.push(generation)
  }
  return shown
}

const kept: readonly (readonly [hours: number, generations: number, left: readonly number[]])[] = [
  [5, 0, [6]],
  [5, 1, [5, 6]],
  [5, 3, [3, 4, 5, 6]],
  [5, 5, [1, 2, 3, 4, 5, 6]],
  [5, 99, [1, 2, 3, 4, 5, 6]],
  [11, 0, [1, 2, 3, 4, 5, 6]],
]

for (const [hours, generations, left] of kept) {
  test(`of versions that ended ten hours ago, ${left.length} of six generations are whole after ${hours} hours and ${generations} generations`, async () => {
    await publishSix(10)
    const { versions } = await collectGarbage(catalog, { hours, generations, runDays: 90 })
    assert.deepEqual(await whole(), left)
    assert.equal(versions, 6 - left.length)
  })
}

/** Sets when every object was used last. */
async function useAllAt(moment: Date): Promise<void> {
  for await (const { sha256 } of catalog.objects.list())
    await utimes(catalog.objects.path(sha256), moment, moment)
}

test('an object that a kept version shares with a forgotten one stays', async () => {
  await publishExample(catalog, 'shop', 'orders', { rows: 1 })
  await publishExample(catalog, 'shop', 'orders', { rows: 2 })
  await useAllAt(new Date(Date.now() - 50 * hour))
  const before = (await Array.fromAsync(catalog.objects.list())).length
  await catalog.catalogue
    .updateTable('version')
    .set({ ended_at: new Date(Date.now() - 50 * hour) })
    .where('to_gen', 'is not', null)
    .execute()
  const collected = await collectGarbage(catalog, { hours: 24, generations: 0, runDays: 90 })
  assert.deepEqual(collected, { versions: 1, objects: 0, bytes: 0, complete: true })
  assert.equal((await Array.fromAsync(catalog.objects.list())).length, before)
})

test('garbage is young for as many hours as versions are kept, on either side of now', async () => {
  const ages: readonly (readonly [hoursAgo: number, removed: number])[] = [
    [0, 0],
    [23.9, 0],
    [-23.9, 0],
    [24.1, 1],
    [-24.1, 1],
  ]
  for (const [hoursAgo, removed] of ages) {
    await catalog.objects.putBytes('rows that nobody wants')
    await useAllAt(new Date(Date.now() - hoursAgo * hour))
    const { objects } = await collectGarbage(catalog, { hours: 24, generations: 0, runDays: 90 })
    assert.equal(objects, removed, `${hoursAgo} hours ago`)
  }
})

test('more garbage than is removed in one transaction goes at once, and is counted to the byte', async () => {
  await publishExample(catalog, 'shop', 'orders')
  const named = (await Array.fromAsync(catalog.objects.list())).length
  let bytes = 0
  await Promise.all(
    Array.from({ length: 1_203 }, async (_, at) => {
      const text = `garbage ${at}`
      const path = catalog.objects.path(createHash('sha256').update(text).digest('hex'))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
      bytes += text.length
    }),
  )
  const collected = await collectGarbage(catalog, { hours: 0, generations: 0, runDays: 90 })
  assert.deepEqual(collected, { versions: 0, objects: 1_203, bytes, complete: true })
  assert.equal((await Array.fromAsync(catalog.objects.list())).length, named)
})

test('what lies between the objects and is none is left alone', async () => {
  const { sha256 } = await catalog.objects.putBytes('rows that nobody wants')
  const foreign = `${catalog.objects.path(sha256)}.notes`
  await writeFile(foreign, 'of the administrator')
  const collected = await collectGarbage(catalog, { hours: 0, generations: 0, runDays: 90 })
  assert.equal(collected.objects, 1)
  await utimes(foreign, new Date(), new Date())
})
