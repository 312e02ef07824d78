import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { verifyRoot } from '#core/sync/signature.ts'
import { startDistribution, type TestDistribution } from '../../../tests/peers/distribution.ts'
import { openPublished } from './published.ts'

const hour = 3_600_000
let server: TestDistribution
before(async () => (server = await startDistribution()))
after(() => server.close())

/** What is published, by a clock that can be set ahead. */
function open(keepHours = 24) {
  const clock = { ahead: 0 }
  const published = openPublished({
    catalogue: server.catalogue,
    signingKey: generateKeyPairSync('ed25519').privateKey,
    keepMs: keepHours * hour,
    now: () => Date.now() + clock.ahead,
  })
  const ids = async (...patterns: readonly string[]) => {
    const { identity } = await published.root(patterns)
    return verifyRoot(JSON.parse(String(identity.body))).tables.map(({ id }) => id)
  }
  return { clock, ids, ...published }
}

const rows = (count: number) => ({
  columns: { n: 'BIGINT' },
  files: [`SELECT ${count} AS n FROM range(${count})`],
})

async function objectOf(table: string): Promise<string> {
  const { sha256 } = await server.catalogue
    .selectFrom('version_object as object')
    .innerJoin('version', 'version.id', 'object.version_id')
    .select('object.sha256')
    .where('table_id', '=', table)
    .where('role', '=', 'data')
    .orderBy('version.id', 'desc')
    .executeTakeFirstOrThrow()
  return sha256
}

test('before anything was published there is a root without tables, and no object', async () => {
  const { ids, sizeOf } = open()
  assert.deepEqual(await ids('*'), [])
  assert.equal(await sizeOf('a'.repeat(64), ['*']), undefined)
})

test('the root of each set of grants holds those tables and no others, whatever was asked before', async () => {
  await server.publish({ 'shop/orders': rows(1), 'shop/returns': rows(2), 'hr/pay': rows(3) })
  const { ids } = open()
  const all = ['hr/pay', 'shop/orders', 'shop/returns']
  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['*'], all],
    [[], []],
    [['shop/*'], ['shop/orders', 'shop/returns']],
    [
      ['shop/orders', 'hr/*'],
      ['hr/pay', 'shop/orders'],
    ],
    [['sho/*', 'shop', 'shop/', '/*', 'shop/order', 'HR/pay'], []],
    [['shop/*', '*'], all],
  ]
  // Twice, and in both directions: what is kept for one must not be another's.
  for (const [patterns, expected] of [...cases, ...cases.toReversed()])
    assert.deepEqual(await ids(...patterns), expected, patterns.join())
})

test('hundreds of different grants, more than are kept, each get their own', async () => {
  const { root, sizeOf } = open()
  const pay = await objectOf('hr/pay')
  for (const round of [1, 2]) {
    for (let person = 0; person < 300; person += 1) {
      const may = person % 3 === 0
      const patterns = [`none/of_${person}`, ...(may ? ['hr/pay'] : [])]
      assert.equal((await sizeOf(pay, patterns)) !== undefined, may, `${person} in round ${round}`)
      const { identity } = await root(patterns)
      assert.equal(String(identity.body).includes('hr/pay'), may)
    }
  }
})

test('grants in another order, or twice, are the same root to the byte', async () => {
  const { root } = open()
  const [one, other] = [
    await root(['shop/*', 'hr/pay']),
    await root(['hr/pay', 'shop/*', 'hr/pay']),
  ]
  assert.equal(one.identity.etag, other.identity.etag)
  assert.notEqual(one.identity.etag, (await root(['shop/*'])).identity.etag)
})

test('a replaced object is served to the hour that was set, by the clock alone', async () => {
  await server.publish({ 'shop/orders': rows(10) })
  const old = await objectOf('shop/orders')
  const { clock, sizeOf } = open()
  await server.publish({ 'shop/orders': rows(11) })
  const fresh = await objectOf('shop/orders')
  const served = async () => [
    (await sizeOf(old, ['*'])) !== undefined,
    (await sizeOf(fresh, ['*'])) !== undefined,
  ]
  assert.deepEqual(await served(), [true, true])
  clock.ahead = 23.9 * hour
  assert.deepEqual(await served(), [true, true])
  clock.ahead = 24.1 * hour
  assert.deepEqual(await served(), [false, true])
  clock.ahead = 10_000 * hour
  assert.deepEqual(await served(), [false, true], 'what is in force has no end')
})

test('a withdrawn table is gone from the next root, and its objects when their time is over', async () => {
  await server.publish({ 'old/facts': rows(20) })
  const sha256 = await objectOf('old/facts')
  const { clock, ids, sizeOf } = open()
  assert.deepEqual(await ids('old/*'), ['old/facts'])
  await server.publish({ 'old/facts': null })
  assert.deepEqual(await ids('old/*'), [])
  assert.ok(await sizeOf(sha256, ['old/*']), 'for a sync that began before')
  assert.equal(await sizeOf(sha256, ['shop/*']), undefined)
  clock.ahead = 25 * hour
  assert.equal(await sizeOf(sha256, ['old/*']), undefined)
  await server.publish({ 'old/facts': rows(20) })
  assert.ok(await sizeOf(sha256, ['old/*']), 'published again, the same object is back')
})

test('an object of two tables is for those who may read one of them, until neither has it', async () => {
  await server.publish({ 'eu/same': rows(30), 'us/same_too': rows(30) })
  const sha256 = await objectOf('eu/same')
  assert.equal(await objectOf('us/same_too'), sha256)
  const { clock, sizeOf } = open(1)
  await server.publish({ 'eu/same': null })
  clock.ahead = 2 * hour
  const may = async (pattern: string) => (await sizeOf(sha256, [pattern])) !== undefined
  assert.deepEqual([await may('us/*'), await may('eu/*'), await may('hr/*')], [true, false, false])
})

test('a publication of another process is found without a word of it, and after a word at once', async () => {
  const { sizeOf, ids, invalidate } = open()
  await ids('*')
  await server.publish({ 'shop/late': rows(40) })
  assert.ok(await sizeOf(await objectOf('shop/late'), ['shop/*']))
  await server.publish({ 'shop/later': rows(41) })
  invalidate()
  assert.ok((await ids('shop/*')).includes('shop/later'))
})

test('roots and objects that are asked for while tables are published are always whole generations', async () => {
  const { root, sizeOf } = open()
  let publishing = true
  const seen = new Set<number>()
  const readers = Array.from({ length: 3 }, async () => {
    while (publishing) {
      const { identity } = await root(['pair/*'])
      const { gen, tables } = verifyRoot(JSON.parse(String(identity.body)))
      const [a, b] = tables
      assert.equal(a?.rows, b?.rows, `generation ${gen}`)
      seen.add(gen)
      for (const { manifest } of tables)
        assert.equal(await sizeOf(manifest.sha256, ['pair/*']), manifest.size)
    }
  })
  for (let count = 50; count < 62; count += 1)
    await server.publish({ 'pair/a': rows(count), 'pair/b': rows(count) })
  publishing = false
  await Promise.all(readers)
  assert.ok(seen.size > 1)
})
