import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Koa, { type Context } from 'koa'
import { createPerson } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { endCeremoniesOf, openCeremonies, type Ceremonies } from './ceremonies.ts'

let database: TestDatabase
let ceremonies: Ceremonies
let people = 0

before(async () => {
  const dir = join(import.meta.dirname, 'migrations')
  database = await openTestDatabase([{ owner: 'auth-password', dir }])
  ceremonies = openCeremonies(database.db, new URL('https://data.acme.com'))
})
after(() => database.close())

/** A request of a browser that has this cookie. */
function visit(cookie?: string): Context {
  const request = new IncomingMessage(new Socket())
  if (cookie !== undefined) request.headers.cookie = cookie
  return new Koa().createContext(request, new ServerResponse(request)) as Context
}

const cookieOf = (ctx: Context) => String(ctx.response.get('set-cookie'))

async function person(): Promise<string> {
  people += 1
  return (await createPerson(database.db, { email: `p${people}@acme.com` })).id
}

/** A browser that has begun something, as its next request will show itself. */
async function begun(
  purpose: Parameters<Ceremonies['begin']>[1],
  ceremony: Parameters<Ceremonies['begin']>[2] = {},
): Promise<() => Context> {
  const ctx = visit()
  await ceremonies.begin(ctx, purpose, ceremony)
  const [pair = ''] = cookieOf(ctx).split(';')
  return () => visit(pair)
}

test('what a browser began is there in its later requests until it is finished, and once', async () => {
  const personId = await person()
  const browser = await begun('passkey-add', { personId, challenge: 'c' })
  for (let looks = 0; looks < 3; looks += 1)
    assert.deepEqual(await ceremonies.current(browser(), 'passkey-add'), {
      personId,
      challenge: 'c',
    })
  const ctx = browser()
  assert.deepEqual(await ceremonies.finish(ctx, 'passkey-add'), { personId, challenge: 'c' })
  assert.match(cookieOf(ctx), /^__Host-password-passkey-add=;.*expires=Thu, 01 Jan 1970/i)
  assert.equal(await ceremonies.finish(browser(), 'passkey-add'), undefined)
  assert.equal(await ceremonies.current(browser(), 'passkey-add'), undefined)
})

test('of ten requests that finish one thing at the same moment, one does', async () => {
  const browser = await begun('code', { personId: await person() })
  const ends = await Promise.all(
    Array.from({ length: 10 }, () => ceremonies.finish(browser(), 'code')),
  )
  assert.equal(ends.filter(Boolean).length, 1)
})

test('one purpose is not another: a key for the second step opens no passkey', async () => {
  const browser = await begun('code', { personId: await person() })
  const value = browser().cookies.get('__Host-password-code')
  const forged = () => visit(`__Host-password-passkey-sign-in=${value}`)
  assert.equal(await ceremonies.current(forged(), 'passkey-sign-in'), undefined)
  assert.equal(await ceremonies.finish(forged(), 'passkey-sign-in'), undefined)
  assert.ok(await ceremonies.current(browser(), 'code'), 'nor is it used up by the try')
})

test('a browser without its key, with an empty one or somebody else’s name for it is in the middle of nothing', async () => {
  await begun('code', { personId: await person() })
  for (const cookie of [
    undefined,
    '',
    '__Host-password-code=',
    '__Host-password-code=x',
    '__Host-password-code=%00',
  ]) {
    assert.equal(await ceremonies.current(visit(cookie), 'code'), undefined, cookie)
    assert.equal(await ceremonies.finish(visit(cookie), 'code'), undefined, cookie)
  }
})

test('by https no cookie counts that a page of a neighbour could have set', async () => {
  const browser = await begun('code', { personId: await person() })
  const value = browser().cookies.get('__Host-password-code')
  assert.equal(await ceremonies.current(visit(`password-code=${value}`), 'code'), undefined)
})

test('the key is for this browser and no script, by https alone, for ten minutes', async () => {
  const ctx = visit()
  await ceremonies.begin(ctx, 'code', { personId: await person() })
  assert.match(
    cookieOf(ctx),
    /^__Host-password-code=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/i,
  )
  const plain = visit()
  await openCeremonies(database.db, new URL('http://localhost:8080')).begin(plain, 'code', {})
  assert.match(
    cookieOf(plain),
    /^password-code=[\w-]{43}; path=\/; expires=[^;]+; samesite=lax; httponly$/i,
  )
})

test('what is kept of the key in the database is no key', async () => {
  const browser = await begun('code', { personId: await person() })
  const value = browser().cookies.get('__Host-password-code') ?? ''
  const { rows } = await database.db.pool.query<{ row: string }>(
    'select c::text as row from auth_password.ceremony c',
  )
  const inHex = Buffer.from(value).toString('hex')
  assert.ok(rows.length > 0)
  assert.ok(rows.every(({ row }) => !row.includes(value) && !row.includes(inHex)))
})

test('after ten minutes it is over, and is removed when the next one begins', async () => {
  const browser = await begun('code', { personId: await person() })
  await database.db.pool.query(
    `update auth_password.ceremony set expires_at = expires_at - interval '601 seconds'`,
  )
  assert.equal(await ceremonies.current(browser(), 'code'), undefined)
  assert.equal(await ceremonies.finish(browser(), 'code'), undefined)
  await begun('code')
  const { rowCount } = await database.db.pool.query('select from auth_password.ceremony')
  assert.equal(rowCount, 1)
})

test('what one person is in the middle of ends in all browsers, and nobody else’s', async () => {
  const [ann, bob] = [await person(), await person()]
  const [first, second, his] = [
    await begun('code', { personId: ann }),
    await begun('passkey-add', { personId: ann, challenge: 'c' }),
    await begun('code', { personId: bob }),
  ]
  await endCeremoniesOf(database.db, ann)
  assert.equal(await ceremonies.current(first(), 'code'), undefined)
  assert.equal(await ceremonies.current(second(), 'passkey-add'), undefined)
  assert.ok(await ceremonies.current(his(), 'code'))
})

test('who is removed is in the middle of nothing', async () => {
  const personId = await person()
  const browser = await begun('code', { personId })
  await database.db.pool.query('delete from core.person where id = $1', [personId])
  assert.equal(await ceremonies.current(browser(), 'code'), undefined)
})
