import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { createLog } from '../log.ts'
import { startMailDelivery } from './deliver-mail.ts'
import { listOutbox } from './outbox.ts'
import { queueMail } from './queue-mail.ts'
import type { SendMail } from './send-mail.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())
beforeEach(() => storage.db.pool.query('delete from core.mail'))

function deliver(send: SendMail) {
  const { db, events } = storage
  const delivery = startMailDelivery({ db, events, log: createLog('silent'), send })
  return { close: delivery.close, [Symbol.asyncDispose]: () => delivery.close() }
}
const queue = (to = 'ann@acme.com') =>
  queueMail(storage.db, { to, subject: 'x', text: 'secret link' })
const first = async () => (await listOutbox(storage.db, 1))[0] ?? assert.fail('no mail')

/** What nodemailer makes of an answer of the server. */
const refusal = (responseCode: number | undefined, code: string) =>
  Object.assign(new Error(`${responseCode ?? code}`), { responseCode, code })

for (const [what, error, failed] of [
  ['an unknown recipient', refusal(550, 'EENVELOPE'), true],
  ['a message that is refused', refusal(554, 'EMESSAGE'), true],
  ['a recipient who is full for now', refusal(452, 'EENVELOPE'), false],
  ['greylisting', refusal(451, 'EENVELOPE'), false],
  // An administrator mends these: what was queued must still be there then.
  ['our own wrong password', refusal(535, 'EAUTH'), false],
  ['a server that is not there', refusal(undefined, 'ECONNECTION'), false],
  ['a connection that broke off', refusal(undefined, 'ETIMEDOUT'), false],
  ['a certificate that is not good', refusal(undefined, 'ESOCKET'), false],
] as const)
  test(`${what} ends a mail ${failed ? 'for good' : 'for now'}, with the reason`, async () => {
    await queue()
    await using _delivery = deliver(() => Promise.reject(error))
    await until(async () => (await first()).lastError !== null)
    const { attempts, failedAt, sentAt, lastError, nextTryAt, body } = await first()
    assert.deepEqual([attempts, failedAt !== null, sentAt], [1, failed, null])
    assert.equal(lastError, error.message)
    assert.equal(body, 'secret link')
    assert.ok(nextTryAt.getTime() > Date.now())
  })

for (const [attempts, seconds, failed] of [
  [0, 30, false],
  [3, 240, false],
  [8, 7680, false],
  [9, 14_400, false],
  [18, 14_400, false],
  [19, 14_400, true],
] as const)
  test(`after ${attempts + 1} tries ${failed ? 'it is given up' : `the next one is in ${seconds} s`}`, async () => {
    await queue()
    await storage.db.pool.query('update core.mail set attempts = $1', [attempts])
    await using _delivery = deliver(() => Promise.reject(refusal(451, 'EENVELOPE')))
    await until(async () => (await first()).lastError !== null)
    const { rows } = await storage.db.pool.query<{ wait: number; failed: boolean }>(
      `select extract(epoch from next_try_at - now())::float8 as wait, failed_at is not null as failed
       from core.mail`,
    )
    const { wait = 0 } = rows[0] ?? {}
    assert.equal(rows[0]?.failed, failed)
    // A slow machine has used up some of it when it looks.
    assert.ok(wait <= seconds && wait > seconds / 2 - 15, String(wait))
  })

test('what is not due yet, was sent, or was given up is left alone', async () => {
  for (const state of [
    `next_try_at = now() + interval '1 hour'`,
    'sent_at = now()',
    'failed_at = now()',
  ]) {
    await queue('later@acme.com')
    await storage.db.pool.query(
      `update core.mail set recipient = 'no@acme.com', ${state} where recipient = 'later@acme.com'`,
    )
  }
  const sent: string[] = []
  await using _delivery = deliver(async ({ recipient }) => {
    sent.push(recipient)
    return 'ok'
  })
  await queue()
  await until(() => sent.length > 0)
  assert.deepEqual(sent, ['ann@acme.com'])
})

test('closed while it sends, it waits for that, and takes no other one', async () => {
  await queue('ann@acme.com')
  await queue('bob@acme.com')
  const began = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<string>()
  const sent: string[] = []
  const delivery = deliver(async ({ recipient }) => {
    began.resolve()
    await answer.promise
    sent.push(recipient)
    return 'ok'
  })
  await began.promise
  const closed = delivery.close()
  answer.resolve('ok')
  await closed
  assert.deepEqual(sent, ['ann@acme.com'])
  const states = (await listOutbox(storage.db, 2)).map(({ recipient, sentAt }) => [
    recipient,
    sentAt !== null,
  ])
  assert.deepEqual(states, [
    ['bob@acme.com', false],
    ['ann@acme.com', true],
  ])
})

test('a database that is lost for a moment stops no mail for longer', async () => {
  const sent: string[] = []
  await storage.db.pool.query('alter table core.mail rename to mail_away')
  await using _delivery = deliver(async ({ recipient }) => {
    sent.push(recipient)
    return 'ok'
  })
  await storage.db.pool.query('alter table core.mail_away rename to mail')
  await queue()
  await until(() => sent.length === 1)
})

test('after thirty days a mail is forgotten, whatever became of it', async () => {
  for (const name of ['sent', 'failed', 'waiting', 'young']) await queue(`${name}@acme.com`)
  await storage.db.pool.query(`
    update core.mail set sent_at = now() where recipient like 'sent%';
    update core.mail set failed_at = now() where recipient like 'failed%';
    update core.mail set next_try_at = now() + interval '1 hour';
    update core.mail set created_at = now() - interval '31 days' where recipient not like 'young%'`)
  await using _delivery = deliver(async () => 'ok')
  await until(async () => (await listOutbox(storage.db, 9)).length === 1)
  assert.equal((await first()).recipient, 'young@acme.com')
})
