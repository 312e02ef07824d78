import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { markReadUpTo } from '#core/notifications/mark.ts'
import { notify } from '#core/notifications/notify.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { sendDigests } from './send-digests.ts'
import { defaultSendTime } from './send-time.ts'
import { subscribe, subscriptionOf, unsubscribe } from './subscriptions.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, 'migrations')
  storage = await openTestDatabase([{ owner: 'mail-digest', dir }])
})
after(() => storage.close())

const midnight = { at: '00:00', timeZone: 'UTC' }

async function person(name: string): Promise<string> {
  const email = `${name}@example.com`
  return (await createPerson(storage.db, { email, name: 'Ann\r\nBcc: eve' })).username
}

const run = () =>
  sendDigests(
    {
      db: storage.db,
      log: createLog('silent'),
      instance: { name: 'Acme Analytics' },
      publicUrl: new URL('https://data.example.com'),
    },
    AbortSignal.timeout(120_000),
  )

async function mailsTo(name: string) {
  const { rows } = await storage.db.pool.query<{ subject: string; body: string }>(
    'select subject, body from core.mail where recipient = $1 order by id',
    [`${name}@example.com`],
  )
  return rows
}

const nextDay = () =>
  storage.db.pool.query('update mail_digest.subscription set looked_on = looked_on - 1')

test('who ordered a digest gets one mail a day with what is unread, and a link to the portal', async () => {
  const ann = await person('ann')
  await subscribe(storage.db, ann, midnight)
  await notify(storage.db, ann, { title: 'Revenue\r\ndrop', message: 'x'.repeat(500) })
  await notify(storage.db, ann, { script: 'daily.py' })
  assert.equal(await run(), '1 digests queued')
  assert.equal(await run(), '0 digests queued')
  const [mail, ...others] = await mailsTo('ann')
  assert.deepEqual(others, [])
  assert.equal(mail?.subject, '2 unread notifications in Acme Analytics')
  assert.match(mail?.body ?? '', /^Hello Ann Bcc: eve,\n/)
  assert.match(
    mail?.body ?? '',
    /UTC {2}daily\.py\n- .* UTC {2}Revenue drop – x+…\n\nRead them: https:\/\/data\.example\.com\//,
  )
})

test('nothing is sent when nothing is unread, and nothing again while nothing new has come', async () => {
  const bob = await person('bob')
  await subscribe(storage.db, bob, midnight)
  await run()
  await nextDay()
  const { seq } = await notify(storage.db, bob, { title: 'read at once' })
  await markReadUpTo(storage.db, bob, seq)
  await run()
  assert.deepEqual(await mailsTo('bob'), [])
  await nextDay()
  await notify(storage.db, bob, { title: 'first' })
  await run()
  await nextDay()
  await run()
  assert.equal((await mailsTo('bob')).length, 1)
  await nextDay()
  for (let i = 0; i < 25; i += 1) await notify(storage.db, bob, { title: `n${i}` })
  await run()
  const [, mail] = await mailsTo('bob')
  assert.equal(mail?.subject, '26 unread notifications in Acme Analytics')
  assert.match(mail?.body ?? '', /… and 6 more/)
})

test('nobody gets a digest unasked, after they switched it off, or while they are locked', async () => {
  const names = ['unasked', 'off', 'locked']
  for (const name of names) {
    const username = await person(name)
    if (name !== 'unasked') await subscribe(storage.db, username, midnight)
    await notify(storage.db, username, { title: 'x' })
  }
  await unsubscribe(storage.db, 'off')
  await storage.db.pool.query(
    `update core.person set suspended_at = now() where username = 'locked'`,
  )
  await run()
  for (const name of names) assert.deepEqual(await mailsTo(name), [], name)
})

test('the time is the one where the person is', async () => {
  // Somewhere it is between noon and one o'clock now; the names of these zones count westwards.
  const hours = 12 - new Date().getUTCHours()
  const timeZone = `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
  for (const [name, at] of [
    ['over', '11:59'],
    ['to-come', '13:30'],
  ] as const) {
    const username = await person(name)
    await subscribe(storage.db, username, { at, timeZone })
    await notify(storage.db, username, { title: 'x' })
  }
  await run()
  assert.equal((await mailsTo('over')).length, 1)
  assert.equal((await mailsTo('to-come')).length, 0)
})

test('two processes at the same moment send one mail, and one that fails midway sends it later', async () => {
  const username = await person('twice')
  await subscribe(storage.db, username, midnight)
  await notify(storage.db, username, { title: 'x' })
  await storage.db.pool.query(
    'alter table core.mail add constraint broken check (id < 0) not valid',
  )
  await assert.rejects(run(), /0 digests queued; twice: .*broken/)
  await storage.db.pool.query('alter table core.mail drop constraint broken')
  await Promise.all([run(), run()])
  assert.equal((await mailsTo('twice')).length, 1)
  assert.notEqual((await subscriptionOf(storage.db, username))?.mailedAt, null)
})

test('a wrong default stops the start with the name of the variable', () => {
  assert.throws(
    () => defaultSendTime({ DIGEST_AT: '25:00', DIGEST_TIME_ZONE: 'Prague' }),
    /DIGEST_AT must be a time[^]*DIGEST_TIME_ZONE must be a time zone/,
  )
})
