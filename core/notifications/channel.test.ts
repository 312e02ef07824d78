import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createLog } from '#core/log.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { startChannel, type ChannelOptions } from './channel.ts'
import { claimDeliveries } from './claim-deliveries.ts'
import { channelState, nextDueIn } from './deliveries.ts'
import { RetryLater, Undeliverable } from './deliver-one.ts'
import { notify } from './notify.ts'
import { savePreference } from './preferences.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

let nth = 0

/** A channel that reaches all but `stranger`, and what it has brought. */
async function open(deliver?: ChannelOptions['deliver']) {
  const name = `test-${(nth += 1)}`
  const brought: string[] = []
  const deps = { ...storage, log: createLog('silent') }
  const begin = () =>
    startChannel(deps, {
      name,
      reaches: async (usernames) => usernames.filter((username) => username !== 'stranger'),
      async deliver(notification, signal) {
        await deliver?.(notification, signal)
        brought.push(`${notification.username} ${notification.body.title}`)
      },
    })
  const channel = begin()
  await until(async () => {
    const { rows } = await storage.db.pool.query('select from core.channel where name = $1', [name])
    return rows.length === 1
  })
  return { name, brought, begin, channel, [Symbol.asyncDispose]: () => channel.close() }
}

const tell = (username: string, title: string, more = {}) =>
  notify(storage.db, username, { title, ...more })

test('a channel brings what comes after it was added, to whom it reaches, in order', async () => {
  await tell('ann', 'before')
  await using at = await open()
  for (const title of ['1', '2', '3']) await tell('ann', title)
  await tell('stranger', 'x')
  await tell('bob', '4')
  await until(() => at.brought.length === 4)
  assert.deepEqual(
    at.brought.filter((text) => text.startsWith('ann')),
    ['ann 1', 'ann 2', 'ann 3'],
  )
  await until(async () => (await channelState(storage.db, at.name)).waiting === 0)
})

test('what fails is tried again and holds up later ones of the same person alone', async () => {
  let failures = 0
  await using at = await open(async ({ username, body }) => {
    if (username === 'ann' && body.title === '1' && (failures += 1) < 2) throw new Error('not now')
  })
  await tell('ann', '1')
  await tell('ann', '2')
  await tell('bob', 'x')
  await until(() => at.brought.length === 3)
  assert.deepEqual(at.brought, ['bob x', 'ann 1', 'ann 2'])
})

test('a wait that the other side asks for is kept, and the reason is visible meanwhile', async () => {
  const tries: number[] = []
  await using at = await open(async () => {
    tries.push(Date.now())
    if (tries.length === 1) throw new RetryLater('429 Too Many Requests', 700)
  })
  await tell('ann', 'x')
  await until(async () => (await channelState(storage.db, at.name)).lastError !== null)
  assert.match((await channelState(storage.db, at.name)).lastError ?? '', /429/)
  await until(() => at.brought.length === 1)
  assert.ok((tries[1] ?? 0) - (tries[0] ?? 0) >= 690)
})

test('what waits behind another is not asked for again and again meanwhile', async () => {
  await using at = await open(async ({ username }) => {
    if (username === 'ann') throw new RetryLater('429 Too Many Requests', 60_000)
  })
  await tell('ann', 'first')
  await tell('ann', 'second')
  await until(async () => {
    const { waiting, lastError } = await channelState(storage.db, at.name)
    return waiting === 2 && lastError !== null
  })
  const wait = (await nextDueIn(storage.db, at.name)) ?? 0
  assert.ok(wait > 30_000, `${wait} ms`)
  // What is urgent has a lane of its own, and so has somebody else.
  await at.channel.close()
  await tell('bob', 'x')
  await claimDeliveries(storage.db, at.name, async (usernames) => usernames)
  assert.ok(((await nextDueIn(storage.db, at.name)) ?? 1) <= 0)
})

test('what can never arrive ends with its reason and lets the next one through', async () => {
  await using at = await open(async ({ body }) => {
    if (body.title === '1') throw new Undeliverable('the person has blocked the bot')
  })
  await tell('ann', '1')
  await tell('ann', '2')
  await until(() => at.brought.length === 1)
  assert.equal((await channelState(storage.db, at.name)).failedToday, 1)
})

test('a reason that PostgreSQL cannot keep stopped the channel for everybody', async () => {
  await using at = await open(async ({ body }) => {
    if (body.title === 'odd') throw new Undeliverable('the other side said \0')
    if (body.title === 'later') throw new RetryLater('wait \0', 3_600_000)
  })
  await tell('ann', 'odd')
  await tell('bob', 'later')
  await tell('carl', 'good')
  await until(() => at.brought.includes('carl good'))
  await until(async () => {
    const { waiting, failedToday } = await channelState(storage.db, at.name)
    return waiting === 1 && failedToday === 1
  })
  const { rows } = await storage.db.pool.query<{ error: string }>(
    'select last_error as error from core.delivery where channel = $1 and last_error is not null order by seq',
    [at.name],
  )
  assert.deepEqual(
    rows.map(({ error }) => error),
    ['the other side said \ufffd', 'wait \ufffd'],
  )
})

test('a channel that was away brings what came meanwhile', async () => {
  const at = await open()
  await at.channel.close()
  await tell('ann', 'while it was away')
  const again = at.begin()
  await until(() => at.brought.length === 1)
  await again.close()
})

test('two processes of a channel bring everything once', async () => {
  const at = await open()
  const second = at.begin()
  for (let i = 0; i < 20; i += 1) await tell('ann', String(i))
  await until(() => at.brought.length === 20)
  await Promise.all([at.channel.close(), second.close()])
  assert.equal(new Set(at.brought).size, 20)
})

test('muted is muted, and quiet hours let only the urgent through', async () => {
  await using at = await open()
  const always = { muted: false, quietFrom: null, quietUntil: null, timeZone: 'UTC' }
  await savePreference(storage.db, 'mute', at.name, { ...always, muted: true })
  const hour = new Date().getUTCHours()
  const at0 = (h: number) => `${String((h + 24) % 24).padStart(2, '0')}:00`
  const quiet = { ...always, quietFrom: at0(hour - 1), quietUntil: at0(hour + 2) }
  await savePreference(storage.db, 'night', at.name, quiet)
  await tell('mute', 'x')
  await tell('night', 'usual')
  await tell('night', 'urgent', { priority: 1 })
  await tell('day', 'x')
  await until(() => at.brought.length === 2)
  assert.deepEqual(at.brought.toSorted(), ['day x', 'night urgent'])
  await until(async () => (await channelState(storage.db, at.name)).waiting === 1)
})
