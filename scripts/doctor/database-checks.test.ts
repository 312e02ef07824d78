import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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
  assert.deepEqual((await jobs(context)).detail, 'tidy: the folder is full')
  await run(() => Promise.resolve('tidied'))
  assert.equal((await jobs(context)).status, 'ok')
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
