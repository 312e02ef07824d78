import assert from 'node:assert/strict'
import { mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createLog } from '#core/log.ts'
import { openTestMemory, type TestMemory } from '../../../tests/peers/memory.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { until } from '../../../tests/peers/until.ts'
import { castVote } from '../review/cast-vote.ts'
import { undo } from '../review/undo.ts'
import { withdrawSource } from '../review/withdraw-source.ts'
import { followRules, RULES_EVENT } from './follow-rules.ts'
import { installAll } from './install-all.ts'

let memory: TestMemory
const log = createLog('silent')
const notes = { ann: '- Revenue is net of refunds since the change of the ledger.' }

before(async () => {
  memory = await openTestMemory()
})
after(() => memory[Symbol.asyncDispose]())
beforeEach(async () => {
  await memory.empty()
  await memory.collect(notes)
})

async function homesOf(...people: readonly string[]) {
  const folder = await temporaryFolder()
  for (const username of people) await mkdir(join(folder.path, username))
  const rules = (username: string) =>
    readdir(join(folder.path, username, '.claude_rules')).catch(() => [])
  return { ...folder, rules }
}

async function lastDecision(): Promise<number> {
  const { rows } = await memory.db.pool.query<{ id: number }>(
    'select max(id) as id from corporate_memory.event where before is not null',
  )
  return rows[0]?.id ?? 0
}

test('what is accepted, taken back or undone reaches every home at once, and a vote against it the voter’s', async (t) => {
  await using homes = await homesOf('ann', 'bob')
  const follower = await followRules({ ...memory, log }, homes.path, { settleMs: 0 })
  t.after(() => follower.close())
  const counts = async () => [(await homes.rules('ann')).length, (await homes.rules('bob')).length]
  const becomes = (...wanted: readonly number[]) =>
    until(async () => String(await counts()) === String(wanted), `rules ${wanted}`)

  const item = await memory.item('Revenue')
  await memory.decide(item, 'accept')
  await becomes(1, 1)
  const vote = (value: -1 | 0) =>
    castVote(memory.db, { username: 'bob', id: item.id, vote: value }, { needed: 0 })
  await vote(-1)
  await becomes(1, 0)
  await vote(0)
  await becomes(1, 1)
  await memory.decide(item, 'expire')
  await becomes(0, 0)
  await undo(memory.db, 'rita', await lastDecision())
  await becomes(1, 1)
  await withdrawSource(memory.db, { username: 'ann', id: item.id })
  await becomes(0, 0)
})

test('what was decided while nobody followed is caught up with at the start', async () => {
  await using homes = await homesOf('ann')
  await memory.decide(await memory.item('Revenue'), 'accept')
  const follower = await followRules({ ...memory, log }, homes.path, { settleMs: 0 })
  await until(async () => (await homes.rules('ann')).length === 1)
  await follower.close()
})

test('what nobody accepted yet wakes nobody', async (t) => {
  let rung = 0
  t.after(await memory.events.listen(RULES_EVENT, () => (rung += 1)))
  await memory.collect({ ...notes, bob: '- The depot of the north opens on Mondays.' })
  await memory.decide(await memory.item('depot'), 'reject')
  await memory.decide(await memory.item('Revenue'), 'accept')
  await until(() => rung > 0)
  assert.equal(rung, 1, 'the acceptance alone')
})

test('a failure is seen on the health page until rule files can be written again', async (t) => {
  await using folder = await temporaryFolder()
  const homes = join(folder.path, 'homes')
  await symlink(homes, homes)
  const follower = await followRules({ ...memory, log }, homes, { settleMs: 0 })
  t.after(() => follower.close())
  await until(() => follower.health().status === 'degraded')
  assert.match(follower.health().detail ?? '', /rule files: .*ELOOP/)
  await rm(homes)
  await memory.decide(await memory.item('Revenue'), 'accept')
  await until(() => follower.health().status === 'ok')
})

test('a home that cannot be written is seen on the health page, keeps nobody else from their rules, and is tried again', async (t) => {
  await using homes = await homesOf('ann', 'bob')
  // Where their rule file belongs stands a folder of theirs.
  const accepted = await memory.item('Revenue')
  await memory.decide(accepted, 'accept')
  await installAll(memory.db, homes.path)
  const [name = ''] = await homes.rules('ann')
  const inTheWay = join(homes.path, 'ann', '.claude_rules', name)
  await rm(inTheWay)
  await mkdir(inTheWay)
  await rm(join(homes.path, 'bob', '.claude_rules'), { recursive: true })

  const follower = await followRules({ ...memory, log }, homes.path, { settleMs: 0, againMs: 20 })
  t.after(() => follower.close())
  await until(() => follower.health().status === 'degraded')
  assert.match(follower.health().detail ?? '', /^rule files of 1 person cannot be written/)
  assert.deepEqual(await homes.rules('bob'), [name])

  await rm(inTheWay, { recursive: true })
  await until(() => follower.health().status === 'ok')
  assert.deepEqual(await homes.rules('ann'), [name])
})

test('what failed is not tried again once nobody follows any more', async () => {
  await using folder = await temporaryFolder()
  const homes = join(folder.path, 'homes')
  await symlink(homes, homes)
  let tries = 0
  const counting = Object.assign(createLog('silent'), { error: () => void (tries += 1) })
  const times = { settleMs: 0, againMs: 0 }
  const follower = await followRules({ ...memory, log: counting }, homes, times)
  await until(() => tries > 2)
  await follower.close()
  const then = tries
  await setTimeout(50)
  assert.equal(tries, then)
})

test('several at once do not get into each other’s way', async () => {
  await using homes = await homesOf('ann', 'bob', 'cyd')
  await memory.decide(await memory.item('Revenue'), 'accept')
  const all = await Promise.all(Array.from({ length: 6 }, () => installAll(memory.db, homes.path)))
  assert.deepEqual(
    all.flatMap(({ failed }) => failed),
    [],
  )
  assert.equal(
    all.reduce((sum, { changed }) => sum + changed, 0),
    3,
    'each file is written once',
  )
})
