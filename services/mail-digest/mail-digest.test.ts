import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { markReadUpTo } from '#core/notifications/mark.ts'
import { notify } from '#core/notifications/notify.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { sendDigests } from './send-digests.ts'
import { defaultSendTime, type SendTime } from './send-time.ts'
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

const run = (now = new Date()) =>
  sendDigests(
    {
      db: storage.db,
      log: createLog('silent'),
      instance: { name: 'Acme Analytics' },
      publicUrl: new URL('https://data.example.com'),
    },
    AbortSignal.timeout(120_000),
    now,
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
const mailIsTaken = () => storage.db.pool.query('update core.mail set sent_at = now()')

test('who ordered a digest gets one mail a day with what is unread, and a link to the portal', async () => {
  const ann = await person('ann')
  await subscribe(storage.db, ann, midnight)
  await notify(storage.db, ann, { title: 'Revenue\r\ndrop', message: 'x'.repeat(500) })
  await notify(storage.db, ann, { script: 'daily.py' })
  assert.equal(await run(), '1 digest queued')
  assert.equal(await run(), '0 digests queued')
  const [mail, ...others] = await mailsTo('ann')
  assert.deepEqual(others, [])
  assert.equal(mail?.subject, '2 unread notifications in Acme Analytics')
  assert.match(mail?.body ?? '', /^Hello Ann Bcc: eve,\n/)
  assert.match(
    mail?.body ?? '',
    / {2}daily\.py\n- .* {2}Revenue drop – x+…\n\nRead them: https:\/\/data\.example\.com\//,
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
  await mailIsTaken()
  await nextDay()
  for (let i = 0; i < 25; i += 1) await notify(storage.db, bob, { title: `n${i}` })
  await run()
  const [, mail] = await mailsTo('bob')
  assert.equal(mail?.subject, '26 unread notifications in Acme Analytics')
  assert.match(mail?.body ?? '', /… and 6 more/)
})

test('after days without a mail server one digest waits, the newest, and none that has left is taken back', async () => {
  const username = await person('patient')
  await subscribe(storage.db, username, midnight)
  for (const title of ['one', 'two', 'three']) {
    await notify(storage.db, username, { title })
    await run()
    await nextDay()
  }
  const subjects = async () => (await mailsTo('patient')).map(({ subject }) => subject)
  assert.deepEqual(await subjects(), ['3 unread notifications in Acme Analytics'])
  await mailIsTaken()
  await notify(storage.db, username, { title: 'four' })
  await run()
  assert.equal((await subjects()).length, 2)
  await unsubscribe(storage.db, username)
})

test('nobody gets a digest unasked, after they switched it off, or while they are locked or not admitted', async () => {
  const names = ['unasked', 'off', 'locked', 'barred']
  for (const name of names) {
    const username = await person(name)
    if (name !== 'unasked') await subscribe(storage.db, username, midnight)
    await notify(storage.db, username, { title: 'x' })
  }
  await unsubscribe(storage.db, 'off')
  await storage.db.pool.query(
    `update core.person set suspended_at = now() where username = 'locked'`,
  )
  await storage.db.pool.query(`update core.person set barred_at = now() where username = 'barred'`)
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

/** Whether a digest goes to somebody who just ordered one, at a moment. */
async function isSent(name: string, order: SendTime, at: string): Promise<boolean> {
  const username = await person(name)
  await subscribe(storage.db, username, order)
  await notify(storage.db, username, { title: 'x' })
  await run(new Date(at))
  await unsubscribe(storage.db, username)
  return (await mailsTo(name)).length === 1
}

test('who lives five hours before Greenwich got the digest ten hours late, as databases count such zones the other way round', async () => {
  const order = { at: '08:00', timeZone: '+05:00' }
  assert.equal(await isSent('early', order, '2026-03-02T02:59:00Z'), false)
  assert.equal(await isSent('on-time', order, '2026-03-02T03:00:00Z'), true)
})

test('the hour that is left out when the clocks go forward comes right after, and the one that comes twice sends once', async () => {
  const order = { at: '02:30', timeZone: 'Europe/Prague' }
  assert.equal(await isSent('before-spring', order, '2026-03-29T00:59:00Z'), false)
  assert.equal(await isSent('after-spring', order, '2026-03-29T01:00:00Z'), true)
  const username = await person('autumn')
  await subscribe(storage.db, username, order)
  for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T23:10:00Z']) {
    await notify(storage.db, username, { title: at })
    await run(new Date(at))
  }
  assert.equal((await mailsTo('autumn')).length, 1)
  await unsubscribe(storage.db, username)
})

test('one zone that is no longer known held up everybody’s digests: the others come, and the job names it', async () => {
  const [lost, good] = [await person('lost'), await person('good')]
  for (const username of [lost, good]) {
    await subscribe(storage.db, username, midnight)
    await notify(storage.db, username, { title: 'x' })
  }
  await storage.db.pool.query(
    `update mail_digest.subscription set time_zone = 'Atlantis/Capital' where username = 'lost'`,
  )
  await assert.rejects(run(), /^UpstreamError: 1 digest queued; lost: Invalid time zone/)
  assert.equal((await mailsTo('good')).length, 1)
  await unsubscribe(storage.db, lost)
})

test('a look that was taken while the clock ran ten years ahead held digests up for ten years: the next one is today', async () => {
  const username = await person('ahead')
  await subscribe(storage.db, username, midnight)
  await run(new Date(Date.now() + 3650 * 86_400_000))
  await notify(storage.db, username, { title: 'x' })
  await run()
  await notify(storage.db, username, { title: 'y' })
  await run()
  assert.equal((await mailsTo('ahead')).length, 1)
})

test('who moves west over midnight gets no mail about what a mail has told already', async () => {
  const username = await person('west')
  await subscribe(storage.db, username, { at: '00:00', timeZone: 'Pacific/Auckland' })
  await notify(storage.db, username, { title: 'x' })
  await run(new Date('2026-05-04T13:00:00Z'))
  await subscribe(storage.db, username, { at: '00:00', timeZone: 'America/Lima' })
  await run(new Date('2026-05-04T13:05:00Z'))
  assert.equal((await mailsTo('west')).length, 1)
})

test('nobody who was removed gets a digest, and who gets their name later has ordered none', async () => {
  const username = await person('removed')
  await subscribe(storage.db, username, midnight)
  await notify(storage.db, username, { title: 'x' })
  await storage.db.pool.query('delete from core.person where username = $1', [username])
  await person('removed')
  await notify(storage.db, username, { title: 'y' })
  await run()
  assert.deepEqual(await mailsTo('removed'), [])
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
