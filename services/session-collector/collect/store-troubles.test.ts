import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate as turnOver } from 'node:timers/promises'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { openTranscripts, turn, turns } from '../../../tests/peers/transcripts.ts'
import { until } from '../../../tests/peers/until.ts'
import { waitsOrEnds } from '../../../tests/peers/waits-or-ends.ts'
import { deleteSession, filesOf } from '../sessions.ts'
import { makeTwins } from '../twin/make-twins.ts'
import { compressCopies } from './compress-copies.ts'
import { importTranscripts } from './import-transcripts.ts'
import { inTurnOf } from './in-turn-of.ts'
import { plainCopy } from './plain-copy.ts'
import { pruneCopies } from './prune-copies.ts'
import { removeLeftovers } from './remove-leftovers.ts'
import type { Source } from './source.ts'
import { takePush } from './take-push.ts'

const breakage: Readonly<Record<string, (packed: string) => Promise<void>>> = {
  'cut short': (packed) => truncate(packed, 40),
  empty: (packed) => truncate(packed, 0),
  'no packed copy at all': (packed) => writeFile(packed, 'not what it was'),
  'with one bit flipped': async (packed) => {
    const bytes = await readFile(packed)
    bytes[20] = (bytes[20] ?? 0) ^ 0xff
    await writeFile(packed, bytes)
  },
}
for (const [what, spoil] of Object.entries(breakage)) {
  test(`a packed copy that is ${what} ended every collection of everybody: it is put aside, and copied anew where its source is there`, async () => {
    await using at = await openTranscripts()
    const { place } = at
    const source = await at.write('ann', 'user/sessions/s.jsonl', turns(0, 100))
    await at.write('ann', 'user/sessions/gone.jsonl', turns(0, 100))
    await at.collect()
    await at.age(2)
    assert.equal(await compressCopies(place, 24), 2)
    const packed = (name: string) => join(place.storeDir, `ann/sessions/${name}.jsonl.zst`)
    for (const name of ['s', 'gone']) await spoil(packed(name))
    await rm(join(source, '../gone.jsonl'))
    await appendFile(source, turns(100, 105))
    await at.write('bob', 'user/sessions/b.jsonl', turns(0, 3))
    await at.collect()
    assert.equal(await at.copy('ann', 'sessions/s.jsonl'), turns(0, 105))
    assert.deepEqual(await at.sessions(), ['ann/gone', 'ann/s', 'bob/b'])
    // What is shown, redacted and sent again does without it.
    const [file] = await filesOf(place, 'ann', 'gone')
    if (file) plainCopy(place.storeDir, file)
    assert.deepEqual(await filesOf(place, 'ann', 'gone'), [])
    await makeTwins({ ...place, key: 'key of a test' }, 60_000)
    assert.ok(existsSync(`${packed('gone')}.broken`), 'an operator can still look at it')
    await removeLeftovers(place)
    assert.ok(existsSync(`${packed('gone')}.broken`), 'as long as its session is known')
    await at.collect()
  })
}

test('a piece that was sent while its copy was being compressed was lost with the plain copy: it waits and is there', async () => {
  await using at = await openTranscripts()
  const { place } = at
  // Nothing that could be packed fast.
  const noise = () => randomBytes(6_000_000).toString('base64')
  const before =
    turn(1, { message: { content: noise() } }) + turn(2, { message: { content: noise() } })
  await at.push('ann', 0, before)
  await at.collect()
  await at.age(2)
  const temporary = join(place.storeDir, 'ann/push/s.jsonl.zst.new')
  const packing = compressCopies(place, 24)
  await until(() => existsSync(temporary), 'the copy is being compressed')
  const done = Buffer.byteLength(before)
  const [packed, taken] = await Promise.all([packing, at.push('ann', done, turn(3))])
  assert.deepEqual([packed, taken.kind], [1, 'taken'])
  await turnOver()
  assert.equal(await at.copy('ann', 'push/s.jsonl'), before + turn(3))
  assert.equal(await compressCopies(place, 24), 0, 'it is quiet no longer')
})

test('older copies were counted in no quota, so that anybody could fill the disk with one transcript: they count', async () => {
  await using at = await openTranscripts(100_000)
  const text = (n: number) => turn(n, { message: { content: String(n).repeat(20_000) } })
  assert.equal((await at.push('ann', 0, text(1))).kind, 'taken')
  let versions = 1
  await assert.rejects(
    async () => {
      for (; versions < 50; versions += 1) await at.push('ann', 0, text(versions + 1))
    },
    { code: 'quota' },
  )
  assert.ok(versions < 6, `${versions} versions of 20 kB each in 100 kB`)
  assert.equal(
    (await at.push('bob', 0, text(1))).kind,
    'taken',
    'another person has a quota of their own',
  )
})

test('a file that is written anew each time fills no more than its person’s quota, and is told', async () => {
  await using at = await openTranscripts()
  const text = (n: number) => turn(n, { message: { content: String(n % 10).repeat(20_000) } })
  let taken = 0
  for (let n = 0; n < 12; n += 1) {
    await at.write('ann', 'user/sessions/s.jsonl', text(n))
    const { counts, refused } = await at.collect(100_000)
    if (counts.refused === 0) taken += 1
    else assert.equal(refused[0]?.reason, 'the person’s quota is used up')
  }
  assert.ok(taken >= 4 && taken <= 6, `${taken} versions of 20 kB each in 100 kB`)
})

test('what had gone from its home, or was sent, was counted in no quota of what is collected: it counts until it is deleted', async () => {
  await using at = await openTranscripts(100_000)
  const text = (n: number) => turn(n, { message: { content: String(n).repeat(30_000) } })
  await at.push('ann', 0, text(1))
  const first = await at.write('ann', 'user/sessions/a.jsonl', text(2))
  await at.collect()
  await rm(first)
  await at.write('ann', 'user/sessions/b.jsonl', text(3))
  await at.collect()
  await at.write('ann', 'user/sessions/c.jsonl', text(4))
  await at.write('zoe', 'user/sessions/c.jsonl', text(5))
  const { counts, refused } = await at.collect()
  assert.deepEqual([counts.new, counts.same, counts.refused], [1, 1, 1])
  assert.equal(refused[0]?.reason, 'the person’s quota is used up')
  await deleteSession(at.place, 'ann', 'a')
  assert.equal((await at.collect()).counts.new, 1)
})

test('a file that is too large for the quota does not keep smaller ones from being taken', async () => {
  await using at = await openTranscripts(100_000)
  const text = (n: number) => turn(n, { message: { content: 'x'.repeat(n) } })
  await at.write('ann', 'user/sessions/a.jsonl', text(200_000))
  await at.write('ann', 'user/sessions/b.jsonl', text(20_000))
  const { counts, refused } = await at.collect()
  assert.deepEqual([counts.new, refused[0]?.path], [1, 'a.jsonl'])
})

test('a piece that was sent while copies whose time is over were removed went with the old copy: they wait, and it is there', async () => {
  await using at = await openTranscripts()
  const { db, storeDir } = at.place
  await at.push('ann', 0, turns(0, 3))
  await at.age(91)
  const copy = join(storeDir, 'ann/push/s.jsonl')
  const pruned = await inTurnOf(db, 'ann', async (inner) => {
    const pruning = pruneCopies(at.place, 90)
    assert.equal(await waitsOrEnds(db, pruning), 'waits')
    assert.ok(existsSync(copy))
    const source: Source = { username: 'ann', origin: 'push', path: 's.jsonl' }
    const place = { ...at.place, db: inner, quotaBytes: 1e9 }
    assert.equal((await takePush(place, source, 0, Buffer.from(turns(0, 4)))).kind, 'taken')
    return { pruning }
  })
  assert.equal(await pruned.pruning, 1)
  assert.equal(await at.copy('ann', 'push/s.jsonl'), turns(0, 4))
})

test('older copies were not counted where transcripts of the original are taken over: they are', async () => {
  await using at = await openTranscripts()
  await using old = await temporaryFolder()
  const text = (n: number) => turn(n, { message: { content: String(n).repeat(30_000) } })
  for (const n of [1, 2]) await at.push('ann', 0, text(n))
  await writeFile(join(old.path, 'a.jsonl'), text(3))
  const { refused } = await importTranscripts([{ file: 'a.jsonl', path: 'a.jsonl' }], {
    ...{ ...at.place, dir: old.path, plan: true, username: 'ann', quotaBytes: 80_000 },
  })
  assert.deepEqual(refused, [{ file: 'a.jsonl', reason: 'the person’s quota is used up' }])
})
