import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { mailEnv } from './mail-env.ts'
import { mailServerOf, type MailServer } from './mail-server.ts'

const serverOf = (rawEnv: Readonly<Record<string, string>>) =>
  mailServerOf(readEnv(mailEnv, rawEnv))

/** Asks for TLS before anything is said. */
const starttls = (host: string, port = 587): MailServer => ({
  ...{ host, port, secure: false, requireTLS: true },
})

for (const [url, expected] of [
  ['smtp://mail.acme.com', starttls('mail.acme.com')],
  ['smtp://mail.acme.com:25', starttls('mail.acme.com', 25)],
  ['SMTP://MAIL.acme.com', starttls('MAIL.acme.com')],
  ['smtps://mail.acme.com', { host: 'mail.acme.com', port: 465, secure: true }],
  ['smtps://mail.acme.com:2465/', { host: 'mail.acme.com', port: 2465, secure: true }],
  ['smtp://[2001:db8::1]:25', starttls('2001:db8::1', 25)],
  // Nothing leaves the machine.
  ['smtp://localhost:2525', { host: 'localhost', port: 2525, secure: false, ignoreTLS: true }],
  ['smtp://[::1]', { host: '::1', port: 587, secure: false, ignoreTLS: true }],
  ['smtps://localhost', { host: 'localhost', port: 465, secure: true }],
  // Looks like this machine, and is another one.
  ['smtp://localhost.acme.com', starttls('localhost.acme.com')],
] as const)
  test(`${url} goes where it says, and never in the clear over a network`, () => {
    assert.deepEqual(serverOf({ SMTP_URL: url }), expected)
  })

test('user and password are taken as they are meant', () => {
  const { auth } = serverOf({ SMTP_URL: 'smtps://ann%40acme.com:p%3A%2F%25%20w@mail' }) ?? {}
  assert.deepEqual(auth, { user: 'ann@acme.com', pass: 'p:/% w' })
  assert.deepEqual(serverOf({ SMTP_HOST: 'mail', SMTP_USER: 'ann' })?.auth, {
    ...{ user: 'ann', pass: '' },
  })
  assert.equal(serverOf({ SMTP_HOST: 'mail', SMTP_PASSWORD: 'x' })?.auth, undefined)
})

for (const [rawEnv, port] of [
  [{ SMTP_HOST: 'mail' }, 587],
  [{ SMTP_HOST: 'mail', SMTP_TLS: 'on' }, 465],
  [{ SMTP_HOST: 'mail', SMTP_TLS: 'on', SMTP_PORT: '587' }, 587],
  [{ SMTP_HOST: 'localhost', SMTP_TLS: 'off', SMTP_USER: 'ann' }, 587],
  [{ SMTP_HOST: '::1', SMTP_TLS: 'off', SMTP_USER: 'ann', SMTP_PORT: '25' }, 25],
] as const)
  test(`${JSON.stringify(rawEnv)} is a server at port ${port}`, () => {
    assert.equal(serverOf(rawEnv)?.port, port)
  })

const hidden = 'hunter2'
for (const rawEnv of [
  { SMTP_URL: `smtp://ann:${hidden}@` },
  { SMTP_URL: 'smtp://' },
  { SMTP_URL: 'smtps:///path' },
  // Without the slashes it has no host: mail would go to a server on this machine.
  { SMTP_URL: 'smtp:mail.acme.com' },
  { SMTP_URL: `mail.acme.com:${hidden}` },
  { SMTP_URL: `http://ann:${hidden}@mail.acme.com` },
  { SMTP_URL: `smtps://ann:${hidden}%@mail.acme.com` },
  { SMTP_HOST: 'mail', SMTP_TLS: 'off', SMTP_USER: 'ann', SMTP_PASSWORD: hidden },
  { SMTP_HOST: 'localhost.acme.com', SMTP_TLS: 'off', SMTP_USER: 'ann' },
  { SMTP_HOST: 'mail', SMTP_TLS: 'ON' },
  { SMTP_HOST: 'mail', SENDGRID_API_KEY: hidden },
  { SMTP_URL: `smtps://ann:${hidden}@mail`, SMTP_HOST: 'mail', SENDGRID_API_KEY: 'x' },
])
  test(`${JSON.stringify(rawEnv).replaceAll(hidden, '…')} stops the start, and no secret is told`, () => {
    assert.throws(
      () => serverOf(rawEnv as unknown as Readonly<Record<string, string>>),
      (error) => {
        assert.ok(error instanceof ConfigError, String(error))
        assert.match(error.message, /SMTP_|SENDGRID/)
        assert.ok(!error.message.includes(hidden))
        return true
      },
    )
  })
