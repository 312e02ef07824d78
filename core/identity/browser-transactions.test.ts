import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { openHttpApp, type TestHttpApp } from '../../tests/peers/http-app.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { openRateLimits } from '../http/rate-limits.ts'
import { Router } from '../http/router.ts'
import { browserTransactions, isFirstUse, type TransactionKind } from './browser-transactions.ts'

const data = z.strictObject({ state: z.string(), next: z.string().optional() })
type Data = z.output<typeof data>

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

/** A portal at an address that begins and ends one kind of flow. */
async function portal(address: string, more: Partial<TransactionKind<Data>> = {}) {
  const kind = { purpose: 'flow', data, seconds: 600, ...more }
  const { db } = storage
  const deps = { db, publicUrl: new URL(address), rateLimits: openRateLimits(db) }
  const flows = browserTransactions(deps, kind)
  const router = new Router()
  router.get('/begin', async (ctx) => {
    await flows.begin(ctx, { state: String(ctx.query['state']) })
    ctx.body = 'begun'
  })
  router.get('/take', async (ctx) => {
    ctx.body = { found: (await flows.take(ctx)) ?? null }
  })
  const app = await openHttpApp({ routers: [router] })
  return { ...browserOf(app), [Symbol.asyncDispose]: () => app.close() }
}

/** What a browser does with one cookie: it keeps it, sends it, and forgets it when it is told to. */
function browserOf({ url }: TestHttpApp) {
  const take = async (cookie: string) => {
    const answer = await fetch(`${url}/take`, { headers: cookie === '' ? {} : { cookie } })
    const { found } = (await answer.json()) as { found: Data | null }
    return { found, given: answer.headers.getSetCookie() }
  }
  return {
    async begin(state = 's', cookie = '') {
      const answer = await fetch(`${url}/begin?state=${state}`, {
        headers: cookie === '' ? {} : { cookie },
      })
      const [given = ''] = answer.headers.getSetCookie()
      return { given, cookie: given.split(';')[0] ?? '' }
    },
    take,
    found: async (cookie: string) => (await take(cookie)).found,
  }
}

test('what a browser began it can end, once', async () => {
  await using at = await portal('https://data.acme.com')
  const { cookie } = await at.begin('mine')
  const { found, given } = await at.take(cookie)
  assert.deepEqual(found, { state: 'mine' })
  assert.match(given[0] ?? '', /^__Host-flow=; .*expires=Thu, 01 Jan 1970/i)
  assert.equal(await at.found(cookie), null)
})

test('of many that end it at the same moment one does', async () => {
  await using at = await portal('https://data.acme.com')
  const { cookie } = await at.begin()
  const found = await Promise.all(Array.from({ length: 8 }, () => at.found(cookie)))
  assert.equal(found.filter((one) => one !== null).length, 1)
})

test('without the cookie, or with one that somebody made up, there is nothing to end', async () => {
  await using at = await portal('https://data.acme.com')
  const { cookie } = await at.begin()
  for (const other of [
    '',
    '__Host-flow=',
    '__Host-flow=x',
    cookie.replace('__Host-', ''),
    `${cookie}x`,
  ])
    assert.equal(await at.found(other), null, other)
  assert.deepEqual(await at.found(cookie), { state: 's' }, 'the attempts of others spoil nothing')
})

test('a flow of another purpose is another flow', async () => {
  await using saml = await portal('https://data.acme.com', { purpose: 'saml' })
  await using flow = await portal('https://data.acme.com')
  const { cookie } = await saml.begin('of saml')
  assert.equal(await flow.found(cookie.replace('saml', 'flow')), null)
  assert.deepEqual(await saml.found(cookie), { state: 'of saml' })
})

test('after its time it cannot be ended, and the next one that begins clears it away', async () => {
  await using at = await portal('https://data.acme.com')
  const { cookie } = await at.begin()
  const left = async () => {
    const { rowCount } = await storage.db.pool.query('select from core.browser_transaction')
    return rowCount
  }
  await storage.db.pool.query(
    `update core.browser_transaction set expires_at = now() - interval '1 second'`,
  )
  const { cookie: second } = await at.begin()
  assert.equal(await left(), 1)
  assert.equal(await at.found(cookie), null)
  await storage.db.pool.query(
    `update core.browser_transaction set expires_at = now() - interval '1 second'`,
  )
  assert.equal(await at.found(second), null)
})

test('the database holds no key to it: who reads there cannot end anybody’s flow', async () => {
  await using at = await portal('https://data.acme.com')
  const { cookie } = await at.begin()
  const { rows } = await storage.db.pool.query('select * from core.browser_transaction')
  assert.ok(!JSON.stringify(rows).includes(cookie.split('=')[1] ?? cookie))
})

for (const [address, endsCrossSite, name, flags] of [
  ['https://data.acme.com', false, '__Host-flow', ['samesite=lax', 'secure']],
  ['https://data.acme.com', true, '__Host-flow', ['samesite=none', 'secure']],
  ['http://localhost:8080', false, 'flow', ['samesite=lax']],
  // A browser keeps no such cookie of a plain address.
  ['http://localhost:8080', true, 'flow', ['samesite=lax']],
] as const)
  test(`the cookie at ${address} is for this site alone${endsCrossSite ? ', and for who ends it from another' : ''}`, async () => {
    await using at = await portal(address, { endsCrossSite })
    const [pair = '', ...said] = (await at.begin()).given.toLowerCase().split('; ')
    assert.match(pair, new RegExp(`^${name}=[\\w-]{43}$`, 'i'))
    assert.deepEqual(
      said.filter((flag) => !flag.startsWith('expires=')).toSorted(),
      ['httponly', 'path=/', ...flags].toSorted(),
    )
  })

test('a stranger that begins without end fills no table: after six hundred in ten minutes the address waits', async () => {
  await using at = await portal('https://data.acme.com', { purpose: 'flood' })
  const { cookie } = await at.begin('of an honest one')
  await storage.db.pool.query(
    `update core.rate_limit set points = 600 where key like 'begin-flood:%'`,
  )
  assert.equal((await at.begin()).given, '')
  const { rows } = await storage.db.pool.query(
    `select from core.browser_transaction where purpose = 'flood'`,
  )
  assert.equal(rows.length, 1)
  assert.deepEqual(await at.found(cookie), { state: 'of an honest one' })
})

test('a statement counts once, however often and however many say it at the same moment', async () => {
  const later = new Date(Date.now() + 60_000)
  const first = await Promise.all(
    Array.from({ length: 8 }, () => isFirstUse(storage.db, 'logout https://idp 1', later)),
  )
  assert.equal(first.filter(Boolean).length, 1)
  assert.equal(await isFirstUse(storage.db, 'logout https://idp 1', later), false)
  assert.equal(await isFirstUse(storage.db, 'logout https://idp 2', later), true)
})

test('a statement is forgotten when nobody could use it any more', async () => {
  assert.equal(await isFirstUse(storage.db, 'old', new Date(Date.now() - 1000)), true)
  assert.equal(await isFirstUse(storage.db, 'old', new Date(Date.now() + 60_000)), true)
  const { rowCount } = await storage.db.pool.query(
    'select from core.used_statement where expires_at < now()',
  )
  assert.equal(rowCount, 0)
})
