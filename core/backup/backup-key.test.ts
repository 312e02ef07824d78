import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { ConfigError } from '../errors.ts'
import { backupIdentity, backupRecipients } from './backup-key.ts'

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
const keeping = (text: string) =>
  ({ text: () => text }) as unknown as Parameters<typeof backupRecipients>[0]
const secrets = keeping(identity)

test('a secret is always the same key, and one of age stays as it is', async () => {
  const secret = 's'.repeat(43)
  assert.equal(backupIdentity(secret), backupIdentity(`${secret}\n`))
  assert.notEqual(backupIdentity(secret), backupIdentity('t'.repeat(43)))
  assert.equal(backupIdentity(identity), identity)
  assert.match(await identityToRecipient(backupIdentity(secret)), /^age1[a-z0-9]{58}$/)
})

test('the whole file that age-keygen writes is the key in it', () => {
  const file = `# created: 2026-01-02T03:04:05Z\r\n# public key: ${recipient}\r\n${identity}\r\n`
  assert.equal(backupIdentity(file), identity)
})

test('backups are for whom the operator names, and else for the key of this server', async () => {
  const other = await identityToRecipient(await generateX25519Identity())
  const named = { BACKUP_RECIPIENT: `${other}, ${recipient}` }
  assert.deepEqual(await backupRecipients(secrets, named), [other, recipient])
  assert.deepEqual(await backupRecipients(secrets, {}), [recipient])
  assert.deepEqual(await backupRecipients(secrets, { BACKUP_RECIPIENT: ' ' }), [recipient])
})

test('a key of the operator’s that could be guessed makes no backup, and still opens those that it made', async () => {
  const short = keeping(` ${'s'.repeat(31)} `)
  await assert.rejects(backupRecipients(short, {}), /BACKUP_KEY .* at least 32 characters/)
  assert.deepEqual(await backupRecipients(short, { BACKUP_RECIPIENT: recipient }), [recipient])
  assert.equal((await backupRecipients(keeping('s'.repeat(32)), {})).length, 1)
  assert.match(backupIdentity(short.text('backup-key')), /^AGE-SECRET-KEY-/)
})

test('what is no public key is refused by its place, and a secret put there is never repeated', async () => {
  const cases = [
    [identity, /number 2 is a secret key/],
    [recipient.slice(0, -1), /number 2 is no public key of age/],
    ['ssh-ed25519AAAA', /number 2 is no public key of age/],
  ] as const
  for (const [wrong, reason] of cases) {
    const BACKUP_RECIPIENT = `${recipient},${wrong}`
    await assert.rejects(backupRecipients(secrets, { BACKUP_RECIPIENT }), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, reason)
      assert.ok(!error.message.includes(wrong))
      return true
    })
  }
})
