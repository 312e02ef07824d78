import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { createLog } from '#core/log.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { openMailPeer } from '../../tests/peers/smtp-server.ts'
import { until } from '../../tests/peers/until.ts'
import { readEnv } from '../env.ts'
import { startMailDelivery } from './deliver-mail.ts'
import { mailEnv } from './mail-env.ts'
import { mailServerOf } from './mail-server.ts'
import { listOutbox, tryAgain } from './outbox.ts'
import { queueMail } from './queue-mail.ts'
import { mailSender, type SendMail } from './send-mail.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())
beforeEach(() => storage.db.pool.query('delete from core.mail'))

const serverOf = (rawEnv: Record<string, string>) => mailServerOf(readEnv(mailEnv, rawEnv))
const publicUrl = new URL('https://data.acme.com')

function senderTo(url: string, timeoutMs = 60_000): SendMail {
  const server = serverOf({ SMTP_URL: url }) ?? assert.fail('no server')
  return mailSender({ server, from: 'portal@acme.com', name: 'Acme', publicUrl, timeoutMs })
}

function deliver(send: SendMail) {
  const { db, events } = storage
  const delivery = startMailDelivery({ db, events, log: createLog('silent'), send })
  return { [Symbol.asyncDispose]: () => delivery.close() }
}

const queue = (to: string, text = 'Hello') =>
  queueMail(storage.db, { to, subject: 'Greetings', text })
const first = async () => (await listOutbox(storage.db, 1))[0]

test('what is queued arrives at once, as text and as HTML, and its text is forgotten', async () => {
  await using peer = await openMailPeer()
  await using _delivery = deliver(senderTo(peer.url))
  await queue('Ann@Acme.com', 'Open this:\n\nhttps://data.acme.com/auth/setup/abc')
  await until(async () => (await first())?.sentAt !== null)
  const [mail] = peer.mails
  assert.deepEqual([mail?.from, mail?.to], ['portal@acme.com', ['ann@acme.com']])
  assert.match(mail?.text ?? '', /^Subject: Greetings\r$/m)
  assert.match(mail?.text ?? '', /text\/plain/)
  assert.match(mail?.text ?? '', /<a\s+href=3D"https:\/\/data\.acme\.com\/auth\/setup\/abc"/)
  assert.equal((await first())?.body, '')
})

test('only links to this portal become links, and nothing else becomes markup', async () => {
  await using peer = await openMailPeer()
  await senderTo(peer.url)({
    recipient: 'ann@acme.com',
    subject: 'x',
    body: '<img src=x> https://evil.com/phish',
  })
  const markup = peer.mails[0]?.text.split('text/html')[1] ?? ''
  assert.match(markup, /&lt;img/)
  assert.doesNotMatch(markup, /<img|href=3D"https:\/\/evil/)
})

test('an address with a line break or a second address is refused before it is queued', async () => {
  for (const to of ['a@acme.com\r\nBcc: evil@x.com', 'a@acme.com, evil@x.com', '<a@acme.com>', 'a'])
    await assert.rejects(queue(to), { code: 'invalid_email' }, to)
  assert.equal((await listOutbox(storage.db, 9)).length, 0)
})

test('a subject with a line break adds no header', async () => {
  await using peer = await openMailPeer()
  const subject = 'Hi\r\nBcc: evil@x.com'
  await senderTo(peer.url)({ recipient: 'ann@acme.com', subject, body: 'x' })
  assert.deepEqual(peer.mails[0]?.to, ['ann@acme.com'])
  assert.doesNotMatch(peer.mails[0]?.text ?? '', /^Bcc:/m)
})

test('a refusal for now is tried again and one for good is given up, both with the reason', async () => {
  await using peer = await openMailPeer({
    refuse: (to) =>
      to.startsWith('later')
        ? '451 come back'
        : to.startsWith('never')
          ? '550 no such user'
          : undefined,
  })
  await using _delivery = deliver(senderTo(peer.url))
  await queue('never@acme.com')
  await until(async () => (await first())?.failedAt != null)
  assert.match((await first())?.lastError ?? '', /no such user/)
  await queue('later@acme.com')
  await until(async () => (await first())?.lastError != null)
  const waiting = await first()
  assert.equal(waiting?.failedAt, null)
  assert.ok((waiting?.nextTryAt.getTime() ?? 0) > Date.now())
})

test('a refusal that PostgreSQL cannot keep stopped all mail behind it, and was asked for again and again', async () => {
  await using peer = await openMailPeer({
    refuse: (to) => (to.startsWith('odd') ? `550 no \0 such ${'x'.repeat(300)}` : undefined),
  })
  await queue('odd@acme.com')
  await queue('ann@acme.com')
  await using _delivery = deliver(senderTo(peer.url))
  await until(async () => (await first())?.sentAt != null)
  const [, odd] = await listOutbox(storage.db, 2)
  assert.ok(odd?.failedAt)
  assert.match(odd.lastError ?? '', /no \ufffd? ?such|no/)
  assert.equal(odd.attempts, 1)
})

test('one that is refused does not hold up the others, and can be tried again by hand', async () => {
  let refusing = true
  await using peer = await openMailPeer({
    refuse: (to) => (refusing && to.startsWith('ann') ? '451 later' : undefined),
  })
  await using _delivery = deliver(senderTo(peer.url))
  await queue('ann@acme.com')
  const id = (await first())?.id ?? 0
  await until(async () => (await first())?.lastError != null)
  await queue('bob@acme.com')
  await until(async () => peer.mails.length === 1)
  refusing = false
  assert.equal(await tryAgain(storage.db, id), true)
  await until(async () => peer.mails.length === 2)
  await until(async () => !(await tryAgain(storage.db, id)))
})

test('a server that says nothing ends in an error, and the mail waits', async () => {
  const silent = createServer((socket) => void sockets.add(socket))
  const sockets = new Set<Socket>()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  await using _delivery = deliver(senderTo(`smtp://127.0.0.1:${port}`, 200))
  await queue('ann@acme.com')
  await until(async () => (await first())?.lastError != null)
  assert.equal((await first())?.sentAt, null)
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => silent.close(resolve))
})

test('two processes deliver each message once', async () => {
  await using peer = await openMailPeer()
  for (let i = 0; i < 20; i += 1) await queue(`p${i}@acme.com`)
  await using _one = deliver(senderTo(peer.url))
  await using _two = deliver(senderTo(peer.url))
  await until(async () => (await listOutbox(storage.db, 20)).every(({ sentAt }) => sentAt))
  assert.equal(peer.mails.length, 20)
  assert.equal(new Set(peer.mails.map(({ to }) => to[0])).size, 20)
})

test('the variables name one server', () => {
  assert.equal(serverOf({}), undefined)
  assert.deepEqual(serverOf({ SMTP_URL: 'smtps://u%40x:p%3A@mail.acme.com' }), {
    host: 'mail.acme.com',
    port: 465,
    secure: true,
    auth: { user: 'u@x', pass: 'p:' },
  })
  assert.deepEqual(serverOf({ SMTP_HOST: 'mail.acme.com', SMTP_USER: 'u', SMTP_PASSWORD: 'p' }), {
    host: 'mail.acme.com',
    port: 587,
    secure: false,
    requireTLS: true,
    auth: { user: 'u', pass: 'p' },
  })
  const sendgrid = serverOf({ SENDGRID_API_KEY: 'SG.x' })
  assert.deepEqual(sendgrid?.auth, { user: 'apikey', pass: 'SG.x' })
  assert.equal(sendgrid?.host, 'smtp.sendgrid.net')
})

for (const rawEnv of [
  { SMTP_URL: 'smtp://a', SMTP_HOST: 'b' },
  { SMTP_URL: 'https://mail.acme.com' },
  { SMTP_URL: 'mail.acme.com' },
  { SMTP_HOST: 'a', SMTP_TLS: 'maybe' },
  { SMTP_HOST: 'mail.acme.com', SMTP_TLS: 'off', SMTP_USER: 'u', SMTP_PASSWORD: 'p' },
])
  test(`a contradiction stops the start: ${JSON.stringify(rawEnv)}`, () => {
    assert.throws(() => serverOf(rawEnv as Record<string, string>), {
      code: 'invalid_configuration',
    })
  })
