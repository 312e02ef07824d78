import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { after, before, test } from 'node:test'
import Koa, { type Context } from 'koa'
import { addMember, ADMINISTRATORS, createGroup } from '#core/identity/groups.ts'
import { createPerson, findPersonByEmail, suspendPerson } from '#core/identity/people.ts'
import { principalOfSession } from '#core/identity/sessions.ts'
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

interface Given extends SignInDeps {
  readonly verified?: boolean
  readonly groups?: readonly string[] | undefined
}

async function enter(
  provider: string,
  email: string,
  subject: string,
  { verified = true, groups, ...around }: Given = deps,
): Promise<Context> {
  const ctx = visit()
  await signIn(around, provider, ctx, {
    email,
    emailVerified: verified,
    subject,
    issuer: `https://${provider}.example`,
    name: 'Ann',
    ...(groups && { groups }),
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

/** The session that the browser got, as the portal reads it with the next request. */
async function principalAfter(ctx: Context) {
  const token = /__Host-session=([^;]+)/.exec(String(ctx.response.get('set-cookie')))?.[1] ?? ''
  return principalOfSession(database.db, token)
}

test('rules that changed hold at the sign-in itself: who came in by them stays out, and comes back with them', async () => {
  await enter('corp', 'ruled@acme.com', 'r1')
  const others = { ...deps, rules: { allowedDomains: ['else.org'], allowedEmails: [] } }
  await assert.rejects(enter('corp', 'ruled@acme.com', 'r1', others), code('not_admitted'))
  await createPerson(database.db, { email: 'invited@acme.com' })
  assert.equal((await enter('corp', 'invited@acme.com', 'i1', others)).status, 303)
  const again = await enter('corp', 'ruled@acme.com', 'r1')
  assert.equal((await principalAfter(again))?.email, 'ruled@acme.com')
})

test('an address that nobody vouches for opens nothing new, and the account that is known already', async () => {
  const unverified = { ...deps, verified: false }
  await createPerson(database.db, { email: 'victim@acme.com' })
  for (const email of ['victim@acme.com', 'stranger@acme.com'])
    await assert.rejects(enter('corp', email, `u-${email}`, unverified), code('not_admitted'))
  assert.equal(await findPersonByEmail(database.db, 'stranger@acme.com'), undefined)
  await enter('corp', 'known@acme.com', 'u1')
  assert.equal((await enter('corp', 'known@acme.com', 'u1', unverified)).status, 303)
})

test('an account whose address moved within what is allowed stays the same person', async () => {
  const before = await principalAfter(await enter('corp', 'maiden@acme.com', 'w1'))
  const moved = await principalAfter(await enter('corp', 'married@acme.com', 'w1'))
  assert.equal(moved?.personId, before?.personId)
  assert.equal(await findPersonByEmail(database.db, 'married@acme.com'), undefined)
})

test('who signs in for the first time in several windows at once gets into each, as one person', async () => {
  const windows = Array.from({ length: 8 }, () => enter('corp', 'tabs@acme.com', 't1'))
  const people = await Promise.all((await Promise.all(windows)).map(principalAfter))
  const { id } = (await findPersonByEmail(database.db, 'tabs@acme.com')) ?? {}
  assert.deepEqual(new Set(people.map((person) => person?.personId)), new Set([id]))
  const { rows } = await database.db.pool.query(
    `select from core.audit where subject = 'tabs@acme.com' and action = 'identity.link'`,
  )
  assert.equal(rows.length, 1)
})

test('of two accounts with one address that come first at the same moment, one gets in', async () => {
  const outcomes = await Promise.allSettled(
    ['b1', 'b2', 'b3'].map((subject) => enter('corp', 'both@acme.com', subject)),
  )
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.equal(refused.length, 2)
  for (const { reason } of refused) assert.ok(code('other_account')(reason as object))
})

test('the groups that a provider tells are those of the session; one that tells none changes none', async () => {
  await createGroup(database.db, { name: 'sales' })
  const groupsAfter = async (groups?: readonly string[]) => {
    const ctx = await enter('corp', 'member@acme.com', 'gr', { ...deps, groups })
    return (await principalAfter(ctx))?.groups
  }
  assert.deepEqual(await groupsAfter(['sales', 'no-such-group', 'everyone']), ['sales'])
  assert.deepEqual(await groupsAfter(), ['sales'])
  assert.deepEqual(await groupsAfter([]), [])
})

test('who is refused gets no cookie, and leaves the log as it was but for the reason of the refusal', async () => {
  const ctx = visit()
  const profile = { email: 'eve@evil.example', emailVerified: true, subject: 'e', issuer: 'i' }
  await assert.rejects(signIn(deps, 'corp', ctx, profile), code('not_admitted'))
  assert.equal(ctx.response.get('set-cookie'), undefined)
  const { rows } = await database.db.pool.query(
    `select from core.audit where subject = 'eve@evil.example' and action like 'session%'`,
  )
  assert.equal(rows.length, 0)
})
