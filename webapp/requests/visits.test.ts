import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { after, before, test } from 'node:test'
import Koa, { type Context } from 'koa'
import { createPerson, suspendPerson } from '#core/identity/people.ts'
import { createSession } from '#core/identity/sessions.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { createVisits, type Visits } from './visits.ts'

let database: TestDatabase
let visits: Visits
let people = 0

before(async () => {
  database = await openTestDatabase()
  visits = portalAt('https://data.acme.com')
})
after(() => database.close())

function portalAt(url: string, secret = 'x'.repeat(43)): Visits {
  const secrets = {
    text: () => secret,
    signingKey: (): never => assert.fail('a visit signs nothing'),
  }
  return createVisits({ db: database.db, secrets, publicUrl: new URL(url) })
}

/** A request with these cookies, after the portal has looked who it is. */
async function visit(cookies: Record<string, string> = {}, by = visits): Promise<Context> {
  const request = new IncomingMessage(new Socket())
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`)
  if (pairs.length > 0) request.headers.cookie = pairs.join('; ')
  const ctx = new Koa().createContext(request, new ServerResponse(request)) as Context
  await by.identify(ctx, () => Promise.resolve())
  return ctx
}

async function session(): Promise<{ token: string; personId: string }> {
  people += 1
  const { id: personId } = await createPerson(database.db, { email: `p${people}@acme.com` })
  return { token: await createSession(database.db, { personId, provider: 'password' }), personId }
}

const setCookies = (ctx: Context) => [ctx.response.get('set-cookie') ?? []].flat()
const form = (csrf: string) => new URLSearchParams({ csrf })

test('a session is known by its cookie, by https only by one that no neighbour domain can set', async () => {
  const { token, personId } = await session()
  assert.equal(visits.memberOf(await visit({ '__Host-session': token }))?.personId, personId)
  assert.equal(visits.memberOf(await visit({ session: token })), undefined)
  const plain = portalAt('http://localhost:8080')
  assert.equal(plain.memberOf(await visit({ session: token }, plain))?.personId, personId)
})

test('nobody is signed in by an empty cookie, a wrong one, one of another kind, or after being locked out', async () => {
  const { token, personId } = await session()
  for (const value of ['', 'x', `${token}x`, token.slice(0, -1), '%00', 'a'.repeat(8000)]) {
    const ctx = await visit({ '__Host-session': value })
    assert.equal(visits.memberOf(ctx), undefined, value.slice(0, 50))
    assert.throws(() => visits.requireMember(ctx), { code: 'not_signed_in', status: 401 })
  }
  await suspendPerson(database.db, personId)
  assert.equal(visits.memberOf(await visit({ '__Host-session': token })), undefined)
})

test('a form’s token is good for its own session, in any of its requests, and for no other', async () => {
  const [one, two] = [await session(), await session()]
  const mine = visits.csrfOf(await visit({ '__Host-session': one.token }))
  const again = await visit({ '__Host-session': one.token })
  assert.doesNotThrow(() => visits.requireCsrf(again, form(mine)))
  const other = await visit({ '__Host-session': two.token })
  const wrong = ['', 'x', mine.slice(1), `${mine}=`, mine.toUpperCase()]
  for (const given of [...wrong, visits.csrfOf(other)])
    assert.throws(() => visits.requireCsrf(again, form(given)), { code: 'csrf' }, given)
  assert.throws(() => visits.requireCsrf(other, form(mine)), { code: 'csrf' })
  assert.throws(() => visits.requireCsrf(again, new URLSearchParams()), { code: 'csrf' })
})

test('a visitor gets a name once, and the token of their form belongs to it', async () => {
  const first = await visit()
  const csrf = visits.csrfOf(first)
  assert.equal(visits.csrfOf(first), csrf)
  const [cookie = '', ...more] = setCookies(first)
  assert.deepEqual(more, [])
  assert.match(cookie, /^__Host-visitor=[\w-]{43}; path=\/; samesite=lax; secure; httponly$/i)
  const name = /=([\w-]+)/.exec(cookie)?.[1] ?? ''
  const back = await visit({ '__Host-visitor': name })
  assert.doesNotThrow(() => visits.requireCsrf(back, form(csrf)))
  assert.deepEqual(setCookies(back), [])
  assert.throws(() => visits.requireCsrf(first, form('')), { code: 'csrf' })
})

test('the token that a visitor had is worth nothing once they are signed in, nor with another secret', async () => {
  const { token } = await session()
  const csrf = visits.csrfOf(await visit({ '__Host-visitor': 'v' }))
  const both = await visit({ '__Host-visitor': 'v', '__Host-session': token })
  assert.throws(() => visits.requireCsrf(both, form(csrf)), { code: 'csrf' })
  const elsewhere = portalAt('https://data.acme.com', 'y'.repeat(43))
  const there = await visit({ '__Host-visitor': 'v' }, elsewhere)
  assert.throws(() => elsewhere.requireCsrf(there, form(csrf)), { code: 'csrf' })
})

test('a visitor who calls themselves like a session of somebody has no token of it', async () => {
  const { token } = await session()
  const member = await visit({ '__Host-session': token })
  const { sessionId } = visits.requireMember(member)
  for (const name of [sessionId, `session:${sessionId}`]) {
    const csrf = visits.csrfOf(await visit({ '__Host-visitor': name }))
    assert.throws(() => visits.requireCsrf(member, form(csrf)), { code: 'csrf' })
  }
})

test('a new session takes the name of the visitor away, and where they wanted to go', async () => {
  const ctx = await visit({ '__Host-visitor': 'v', '__Host-next': '%2Fcatalog' })
  visits.begin(ctx, 'secret')
  const kept = setCookies(ctx)
  assert.equal(kept.length, 3)
  for (const [name, pattern] of [
    ['__Host-session', /^[^=]+=secret;.*secure; httponly$/i],
    ['__Host-visitor', /expires=Thu, 01 Jan 1970/i],
    ['__Host-next', /expires=Thu, 01 Jan 1970/i],
  ] as const)
    assert.match(kept.find((line) => line.startsWith(name)) ?? '', pattern)
})

test('who is signed out is nobody in the same request, and the browser forgets the session', async () => {
  const { token } = await session()
  const ctx = await visit({ '__Host-session': token })
  visits.forget(ctx)
  assert.equal(visits.memberOf(ctx), undefined)
  assert.match(setCookies(ctx).join('\n'), /^__Host-session=;.*expires=Thu, 01 Jan 1970/i)
})

test('where somebody wants to go is kept letter by letter for a quarter of an hour', async () => {
  for (const path of ['/catalog?q=a%2Fb&x=ü;,="', '/a b', '/%E0%A4%A']) {
    const ctx = await visit()
    visits.rememberNext(ctx, path)
    const [cookie = ''] = setCookies(ctx)
    const value = /^__Host-next=([^;]*); path=\/; expires=/.exec(cookie)?.[1] ?? ''
    assert.equal(visits.nextOf(await visit({ '__Host-next': value })), path)
  }
})

test('the first page needs no cookie, and takes away one that leads elsewhere', async () => {
  const fresh = await visit()
  visits.rememberNext(fresh, '/')
  assert.deepEqual(setCookies(fresh), [])
  const other = await visit({ '__Host-next': '%2Fcatalog' })
  visits.rememberNext(other, '/')
  assert.match(setCookies(other).join('\n'), /^__Host-next=;/)
})

test('a cookie that is not ours leads nowhere, and breaks nothing', async () => {
  for (const value of ['%', '%E0%A4%A', '%zz', ''])
    assert.equal(visits.nextOf(await visit({ '__Host-next': value })), undefined, value)
  assert.equal(visits.nextOf(await visit()), undefined)
})
