import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountIn } from './account-in.ts'
import { readEnv } from './env.ts'
import { ConfigError } from './errors.ts'
import { mailEnv } from './mail/mail-env.ts'
import { mailServerOf } from './mail/mail-server.ts'
import { withPassword } from './run/database-server.ts'

const secrets = { text: () => 'of the stack' } as unknown as Parameters<typeof withPassword>[1]

test('user and password of an address are those that were meant', () => {
  for (const [address, user, password] of [
    ['smtp://ann:p%40ss%25@host', 'ann', 'p@ss%'],
    ['smtp://ann%40acme.com:%C3%BC@host', 'ann@acme.com', 'ü'],
    ['smtp://ann@host', 'ann', ''],
    ['smtp://host', '', ''],
  ] as const) {
    assert.deepEqual(accountIn('X', new URL(address)), { user, password })
  }
})

test('a password with a bare % is told by its variable, and never shown', () => {
  const refused = (work: () => unknown, variable: string) =>
    assert.throws(work, (error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, new RegExp(`^${variable}: .*write %25`))
      assert.ok(!error.message.includes('se%cret'))
      return true
    })
  const SMTP_URL = 'smtp://ann:se%cret@mail.acme.com'
  refused(() => mailServerOf(readEnv(mailEnv, { SMTP_URL })), 'SMTP_URL')
  refused(() => withPassword('postgres://ann:se%cret@db.acme.com/data', secrets), 'DATABASE_URL')
})

test('an address of a database without a password gets that of the stack, any other stays as it is', () => {
  const of = (address: string) => withPassword(address, secrets)
  assert.equal(
    of('postgres://stack@postgres:5432/stack'),
    'postgres://stack:of%20the%20stack@postgres:5432/stack',
  )
  for (const own of [
    'postgres://ann:p%40ss@db.acme.com/data',
    'postgres://db.acme.com/data',
    'host=/run/postgresql dbname=data',
  ]) {
    assert.equal(of(own), own)
  }
})
