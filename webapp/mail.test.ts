import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestPortal } from '../tests/peers/portal.ts'
import { openMailPeer } from '../tests/peers/smtp-server.ts'
import { until } from '../tests/peers/until.ts'

/** A mail server, and the variables that name it. */
async function openMailed(more: Record<string, string> = {}) {
  const server = await openMailPeer()
  const rawEnv = {
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(server.port),
    SMTP_TLS: 'off',
    ...more,
  }
  return { server, rawEnv, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('an invitation leaves by the mail server, from the portal’s own name, with the link as it is public', async () => {
  await using mailed = await openMailed()
  const { rawEnv, server } = mailed
  await using portal = await openTestPortal({ rawEnv, publicUrl: 'http://data.acme.com' })
  const admin = await portal.signedIn('root@acme.com', { admin: true })
  await admin.submit('/admin/people', '/admin/people', { email: 'ann@else.org' })
  const mail = await until(() => server.mails[0], 'the mail arrives')
  assert.deepEqual([mail.from, mail.to], ['no-reply@data.acme.com', ['ann@else.org']])
  const text = mail.text.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  assert.match(text, /http:\/\/data\.acme\.com\/auth\/setup\/[\w-]{43}/)
  const outbox = await until(async () => {
    const { text: page } = await admin.get('/admin/outbox')
    return /badge ok">sent/.test(page) && page
  }, 'it stands as sent')
  assert.doesNotMatch(outbox, /\/auth\/setup\/|No mail server is set up/)
})

test('who the mail is from can be said', async () => {
  await using mailed = await openMailed({ MAIL_FROM: 'data@acme.com' })
  await using portal = await openTestPortal({ rawEnv: mailed.rawEnv })
  const admin = await portal.signedIn('root@acme.com', { admin: true })
  await admin.submit('/admin/people', '/admin/people', { email: 'ann@else.org' })
  const mail = await until(() => mailed.server.mails[0], 'the mail arrives')
  assert.equal(mail.from, 'data@acme.com')
  assert.match(mail.text, /^From: .*data@acme\.com/im)
})

test('variables that contradict one another stop the portal with their names', async () => {
  const rawEnv = { SMTP_URL: 'smtp://127.0.0.1', SMTP_HOST: '127.0.0.1' }
  await assert.rejects(
    openTestPortal({ rawEnv }),
    /SMTP_URL[\s\S]*SMTP_HOST|SMTP_HOST[\s\S]*SMTP_URL/,
  )
})
