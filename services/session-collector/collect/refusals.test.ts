import assert from 'node:assert/strict'
import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTranscripts, turn } from '../../../tests/peers/transcripts.ts'
import { refusalsOf } from './refusals.ts'

test('what a collection does not take is told to its person until it is taken or gone, and to nobody else', async () => {
  await using at = await openTranscripts(1000)
  const link = join(at.homesDir, 'ann/user/sessions/link.jsonl')
  await at.write('bob', 'user/sessions/fine.jsonl', turn(1))
  await at.write('ann', 'user/sessions/a b.jsonl', turn(1))
  const large = await at.write('ann', 'user/sessions/large.jsonl', turn(1).repeat(100))
  await symlink('/etc/hostname', link)
  const told = async () =>
    (await refusalsOf(at.place.db, 'ann')).refusals.map(({ path, reason }) => `${path}: ${reason}`)
  await at.collect()
  await at.collect()
  const all = await told()
  assert.equal(all.length, 3)
  assert.match(all.join('\n'), /a b\.jsonl: its name/)
  assert.match(all.join('\n'), /large\.jsonl: .*quota/)
  assert.match(all.join('\n'), /link\.jsonl: it is a link/)
  assert.deepEqual((await refusalsOf(at.place.db, 'bob')).refusals, [])

  await rm(link)
  await rm(join(at.homesDir, 'ann/user/sessions/a b.jsonl'))
  await at.write('ann', 'user/sessions/large.jsonl', turn(1))
  await at.collect()
  assert.deepEqual(await told(), [], large)
})

test('a home in which nothing can be taken is told by its first files, and how many more there are', async () => {
  await using at = await openTranscripts()
  for (let n = 0; n < 103; n += 1) await at.write('ann', `user/sessions/a ${n}.jsonl`, turn(n))
  await at.collect()
  const { refusals, moreRefusals } = await refusalsOf(at.place.db, 'ann')
  assert.deepEqual([refusals.length, moreRefusals], [100, 3])
})
