import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CheckContext } from '#core/doctor-check.ts'
import { audit } from '#core/identity/audit.ts'
import { addMember, ADMINISTRATORS } from '#core/identity/groups.ts'
import { createPerson } from '#core/identity/people.ts'
import { runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { queueMail } from '#core/mail/queue-mail.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { openMailPeer } from '../../tests/peers/smtp-server.ts'
import administrator from './administrator.ts'
import clock from './clock.ts'
import grants from './grants.ts'
import jobs from './jobs.ts'
import mail from './mail.ts'

let database: TestDatabase
const context = { storage: () => Promise.resolve(database) }
const mailContext = (rawEnv: Record<string, string>) => ({ ...context, installation: { rawEnv } })

/** An installation with one job, which is switched on or off. */
function withJob(id: string, schedule: string, enabled = true) {
  const manifest = { ...{ id, title: id, description: id, schedule }, kind: 'job' }
  const units = { services: [], elsewhere: [manifest] }
  const instance = { services: { [id]: { enabled } } }
  return { units, instance, rawEnv: {} } as unknown as CheckContext['installation']
}

before(async () => {
  database = await openTestDatabase()
})
after(() => database.close())

test('nobody who administers is a failure with the way out', async () => {
  const none = await administrator(context)
  assert.equal(none.status, 'fail')
  assert.match(none.remedy ?? '', /stack user add EMAIL --admin/)
  await createPerson(database.db, { email: 'boss@acme.com' })
  await addMember(database.db, ADMINISTRATORS, 'boss@acme.com')
  assert.deepEqual(await administrator(context), { status: 'ok', detail: '1' })
})

test('without a mail server there is a warning, and one that answers is well', async () => {
  assert.equal((await mail(mailContext({}))).status, 'warn')
  await using peer = await openMailPeer()
  const found = await mail(mailContext({ SMTP_URL: peer.url }))
  assert.deepEqual([found.status, peer.mails.length], ['ok', 0])
})

test('a mail server that is gone is a failure that names its address', async () => {
  const peer = await openMailPeer()
  await peer[Symbol.asyncDispose]()
  const found = await mail(mailContext({ SMTP_URL: peer.url }))
  assert.equal(found.status, 'fail')
  assert.match(found.detail, new RegExp(`127.0.0.1:${peer.port} does not take our mail`))
})

test('what was not delivered is told with what the server said', async () => {
  await using peer = await openMailPeer()
  await queueMail(database.db, { to: 'ann@acme.com', subject: 'Hello', text: 'Hello' })
  await database.db.pool.query(`update core.mail set last_error = 'no such user'`)
  const found = await mail(mailContext({ SMTP_URL: peer.url }))
  assert.equal(found.status, 'fail')
  assert.match(found.detail, /^to ann@acme.com: no such user$/)
})

test('a job whose last run failed is a failure until it ends well', async () => {
  const run = (work: () => Promise<string>) =>
    runJob({ ...database, log: createLog('silent') }, { name: 'tidy', run: work })
  await run(() => Promise.reject(new Error('the folder is full')))
  const check = () => jobs({ ...context, installation: withJob('tidy', '0 0 1 1 *') })
  assert.deepEqual((await check()).detail, 'tidy: the folder is full')
  await run(() => Promise.resolve('tidied'))
  assert.equal((await check()).status, 'ok')
})

// Nothing was recorded of one that could not even begin: its timer was stopped, its image was gone.
test('a job that was due and has not begun is a warning, where it runs here and has time enough', async () => {
  const about = { name: 'hourly', run: () => Promise.resolve('done') }
  await runJob({ ...database, log: createLog('silent') }, about)
  const found = (installation = withJob('hourly', '0 * * * *')) =>
    jobs({ ...context, installation })
  const began = (ago: string, status = 'ok') =>
    database.db.pool.query(
      `update core.job set started_at = now() - $1::interval, status = $2 where name = 'hourly'`,
      [ago, status],
    )
  assert.equal((await found()).status, 'ok')
  await began('3 hours')
  const { status, detail, remedy } = await found()
  assert.equal(status, 'warn')
  assert.match(detail, /^hourly was due at 20\S+:00:00\.000Z and has not begun$/)
  assert.match(remedy ?? '', /list-timers/)
  assert.equal((await found(withJob('hourly', '0 * * * *', false))).status, 'ok', 'it is off')
  assert.equal((await found(withJob('other', '0 * * * *'))).status, 'ok', 'it never ran here')
  await began('20 minutes', 'running')
  assert.equal((await found()).status, 'ok', 'it is at work')
  await began('3 hours', 'running')
  assert.equal((await found()).status, 'warn', 'it was killed')
})

test('grants that leave somebody out are a warning that names five at most', async () => {
  assert.equal((await grants(context)).status, 'ok')
  await database.db.pool.query(`insert into core.published_table (id, dataset, name, files)
    select 'shop/t' || n, 'shop', 't' || n, '{}' from generate_series(1, 7) n`)
  const found = await grants(context)
  assert.equal(found.status, 'warn')
  assert.match(
    found.detail,
    /^7 tables are seen by administrators only: shop\/t1, .*t5 and 2 more$/,
  )
})

test('a clock that went back behind the audit log is a failure', async () => {
  assert.equal((await clock(context)).status, 'ok')
  await audit(database.db, { actor: 'stack', action: 'person.create', subject: 'x' })
  assert.equal((await clock(context)).status, 'ok')
  await database.db.pool.query(
    `insert into core.audit (actor, action, subject, at)
     values ('stack', 'person.create', 'x', now() + interval '1 hour')`,
  )
  const found = await clock(context)
  assert.equal(found.status, 'fail')
  assert.match(found.detail, /went back/)
})
