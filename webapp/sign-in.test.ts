import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { after, before, test } from 'node:test'
import Koa, { type Context } from 'koa'
import { addMember, ADMINISTRATORS } from '#core/identity/groups.ts'
import { createPerson, findPersonByEmail, suspendPerson } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../tests/peers/postgres.ts'
import { createVisits } from './requests/visits.ts'
import { signIn, type SignInDeps } from './sign-in.ts'

let database: TestDatabase
let deps: SignInDeps

before(async () => {
  database = await openTestDatabase()
  const secrets = {
    text: () => 'x'.repeat(43),
    signingKey: (): never => assert.fail('signing in signs nothing'),
  }
  const publicUrl = new URL('https://data.acme.com')
  deps = {
    db: database.db,
    rules: { allowedDomains: ['acme.com'], allowedEmails: ['guest@example.org'] },
    visits: createVisits({ db: database.db, secrets, publicUrl }),
  }
})
after(() => database.close())

function visit(): Context {
  const request = new IncomingMessage(new Socket())
  return new Koa().createContext(request, new ServerResponse(request)) as Context
}

async function enter(provider: string, email: string, subject: string): Promise<Context> {
  const ctx = visit()
  await signIn(deps, provider, ctx, {
    email,
    emailVerified: true,
    subject,
    issuer: `https://${provider}.example`,
    name: 'Ann',
  })
  return ctx
}

const code = (expected: string) => (error: { code?: string }) => error.code === expected

test('an address of an allowed domain becomes a person with a session', async () => {
  const ctx = await enter('corp', 'Ann@ACME.com', 'a1')
  assert.equal(ctx.status, 303)
  assert.equal(ctx.response.get('location'), '/')
  assert.match(String(ctx.response.get('set-cookie')), /__Host-session=/)
  assert.equal((await findPersonByEmail(database.db, 'ann@acme.com'))?.name, 'Ann')
})

test('the same account comes back as the same person', async () => {
  const before = await findPersonByEmail(database.db, 'ann@acme.com')
  await enter('corp', 'ANN@acme.com', 'a1')
  assert.equal((await findPersonByEmail(database.db, 'ann@acme.com'))?.id, before?.id)
})

for (const email of [
  'eve@evil.example',
  'eve@acme.com.evil.example',
  'eve@evilacme.com',
  'eve@sub.acme.com',
  'eve@evil.example@acme.com',
  '"eve@evil.example"@acme.com',
  'eve@аcme.com',
  'eve@acme.com.',
  'eve\n@acme.com',
]) {
  test(`nobody else gets in: ${JSON.stringify(email)}`, async () => {
    await assert.rejects(enter('corp', email, email), (error: { status?: number }) =>
      [400, 403].includes(error.status ?? 0),
    )
  })
}

test('a single address that is allowed, and a person whom an administrator made, get in', async () => {
  assert.equal((await enter('corp', 'guest@example.org', 'g1')).status, 303)
  await createPerson(database.db, { email: 'made@elsewhere.org' })
  assert.equal((await enter('corp', 'made@elsewhere.org', 'm1')).status, 303)
})

test('a second account of one provider with the same address does not become the person', async () => {
  await assert.rejects(enter('corp', 'ann@acme.com', 'another'), code('other_account'))
})

test('an account whose address moved to a domain that is not allowed stays outside', async () => {
  await enter('corp', 'mover@acme.com', 'mv')
  await assert.rejects(enter('corp', 'mover@evil.example', 'mv'), code('not_admitted'))
})

test('a suspended person does not get in by any provider', async () => {
  await addMember(database.db, ADMINISTRATORS, 'keeper@acme.com')
  await enter('corp', 'keeper@acme.com', 'k1')
  await enter('corp', 'gone@acme.com', 'g2')
  const person = await findPersonByEmail(database.db, 'gone@acme.com')
  await suspendPerson(database.db, person?.id ?? '')
  await assert.rejects(enter('corp', 'gone@acme.com', 'g2'), code('suspended'))
  await assert.rejects(enter('other', 'gone@acme.com', 'o2'), code('suspended'))
})

test('each sign-in leaves one line in the audit log', async () => {
  await enter('corp', 'logged@acme.com', 'l1')
  const { rows } = await database.db.pool.query<{ action: string }>(
    `select action from core.audit where subject = 'logged@acme.com' order by id`,
  )
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['identity.link', 'session.create'],
  )
})
