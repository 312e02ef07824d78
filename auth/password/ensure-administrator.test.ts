import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import type { AuthContext } from '#core/auth.ts'
import { createLog } from '#core/log.ts'
import { findPersonByEmail } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { openCredentials } from './credentials.ts'
import { ensureAdministrator } from './ensure-administrator.ts'
import type { env } from './env.ts'
import { createPasswordHashing } from './password-hash.ts'
import type { Passwords } from './passwords.ts'

let database: TestDatabase

before(async () => {
  const dir = join(import.meta.dirname, 'migrations')
  database = await openTestDatabase([{ owner: 'auth-password', dir }])
})
after(() => database.close())

function started(variables: AuthContext<unknown, typeof env>['env']): Passwords {
  const context = {
    db: database.db,
    env: variables,
    instance: { name: 'Acme' },
    log: createLog('silent'),
  }
  return {
    // The function needs no more of a context than this.
    context: context as unknown as AuthContext<unknown, typeof env>,
    credentials: openCredentials(database.db),
    hashing: createPasswordHashing(),
  }
}

test('a password that was changed is kept when the stack starts again', async () => {
  const variables = { ADMIN_EMAIL: 'boss@acme.com', ADMIN_PASSWORD: 'first words of the boss' }
  const passwords = started(variables)
  const { credentials, hashing } = passwords
  await ensureAdministrator(passwords)
  const person = await findPersonByEmail(database.db, 'boss@acme.com')
  assert.equal(person?.admin, true)
  const first = await credentials.hashOf(person?.id ?? '')
  assert.equal(await hashing.verify(first, 'first words of the boss'), true)

  await credentials.save(person?.id ?? '', await hashing.hash('chosen by the boss'))
  await ensureAdministrator(passwords)
  const kept = await credentials.hashOf(person?.id ?? '')
  assert.equal(await hashing.verify(kept, 'chosen by the boss'), true)
})

test('without the variables nothing happens', async () => {
  await ensureAdministrator(started({ ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined }))
})

test('an administrator whom the rules do not admit any more may enter again', async () => {
  const variables = { ADMIN_EMAIL: 'chief@acme.com', ADMIN_PASSWORD: 'first words of the chief' }
  await ensureAdministrator(started(variables))
  await database.db.pool.query(
    `update core.person set barred_at = now() where email = 'chief@acme.com'`,
  )
  assert.equal((await findPersonByEmail(database.db, 'chief@acme.com'))?.barred, true)
  await ensureAdministrator(started(variables))
  assert.equal((await findPersonByEmail(database.db, 'chief@acme.com'))?.barred, false)
})
