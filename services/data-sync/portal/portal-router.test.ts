import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Registry } from 'prom-client'
import { createHttpApp } from '#core/http/app.ts'
import {
  portalIdentity,
  signPortalIdentity,
  type PortalIdentity,
} from '#core/http/portal-identity.ts'
import { listen } from '#core/http/server.ts'
import { createLog } from '#core/log.ts'
import { claimRun, failRun, requestRun } from '../engine/runs.ts'
import { exampleSource } from '../../../tests/peers/example-catalog.ts'
import { openExampleCatalog } from '../../../tests/peers/open-example-catalog.ts'
import { createPortalRouter } from './portal-router.ts'
import {
  discoverExamples,
  publishExample,
  type Publisher,
} from '../../../tests/peers/publish-example.ts'

const secret = 'a secret of the tests, long enough for HMAC'
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>`
const ada: PortalIdentity = {
  personId: '1',
  username: 'ann',
  email: 'ada@example.com',
  name: 'Ada',
  groups: ['administrators'],
  admin: true,
  tables: ['*'],
  csrf: 'csrf-of-ada',
}
const bob: PortalIdentity = {
  ...ada,
  personId: '2',
  username: 'ann',
  email: 'bob@example.com',
  groups: [],
  admin: false,
  tables: ['shop/*'],
  csrf: 'csrf-of-bob',
}

/** The service's pages on a port of their own, as the portal reaches them. */
async function serveCatalog(): Promise<Served> {
  const catalog = await openExampleCatalog()
  const router = createPortalRouter({
    ...catalog,
    sources: [exampleSource(), exampleSource({ id: 'crm', title: 'CRM' })],
  })
  const app = createHttpApp({
    service: 'data-sync',
    log: createLog('silent'),
    metrics: new Registry(),
    health: async () => ({ status: 'ok' }),
    identity: portalIdentity({ text: () => secret }, 'data-sync'),
    routers: [router],
  })
  const server = await listen(app.callback(), { port: 0, host: '127.0.0.1' })
  const ask = (person: PortalIdentity | undefined, path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: person
        ? { 'x-portal-identity': signPortalIdentity(secret, 'data-sync', person) }
        : {},
    })
  return {
    ...catalog,
    get: (person, path) => ask(person, path),
    post: (person, path, csrf) =>
      ask(person, path, { method: 'POST', body: new URLSearchParams({ csrf }) }),
    async [Symbol.asyncDispose]() {
      await server.close()
      await catalog[Symbol.asyncDispose]()
    },
  }
}

interface Served extends Publisher, AsyncDisposable {
  get(person: PortalIdentity | undefined, path: string): Promise<Response>
  post(person: PortalIdentity, path: string, csrf: string): Promise<Response>
}

async function publishAll(catalog: Publisher): Promise<void> {
  await discoverExamples(catalog, 'shop', ['orders', 'returns'])
  await discoverExamples(catalog, 'crm', ['deals'])
  await publishExample(catalog, 'shop', 'orders', { rows: 7000 })
  await publishExample(catalog, 'crm', 'deals', { rows: 500, column: 'salary' })
}

test('the catalog, a table and the widget are fragments of HTML that nobody may keep', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  for (const path of [
    '/catalog',
    '/catalog/shop/orders',
    '/catalog/shop/orders/runs',
    '/catalog/widget',
  ]) {
    const response = await catalog.get(bob, path)
    assert.equal(response.status, 200, path)
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.doesNotMatch(await response.text(), /<html|<body/)
  }
})

test('without a signed identity there is no catalog', async () => {
  await using catalog = await serveCatalog()
  assert.equal((await catalog.get(undefined, '/catalog')).status, 401)
})

test('a table that is not granted does not exist for the person: list, search, widget, page and runs', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  const text = async (path: string) => (await catalog.get(bob, path)).text()
  assert.doesNotMatch(await text('/catalog'), /deals|crm|CRM/)
  for (const query of ['deals', 'salary', 'crm']) {
    assert.match(await text(`/catalog?q=${query}`), /Nothing found/)
  }
  assert.match(await text('/catalog/widget'), /<a href="\/catalog">1<\/a>[^]*title="7,000"/)

  const answer = async (path: string) => {
    const response = await catalog.get(bob, path)
    const body = (await response.text()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')
    return { status: response.status, body: body.replaceAll(/deals|nothing/g, '') }
  }
  for (const part of ['', '/runs']) {
    const hidden = await answer(`/catalog/crm/deals${part}`)
    assert.equal(hidden.status, 404)
    assert.deepEqual(hidden, await answer(`/catalog/crm/nothing${part}`))
  }
  assert.equal((await catalog.get(ada, '/catalog/crm/deals')).status, 200)
})

test('the search finds by column over HTTP, and a strange address is read leniently', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  assert.match(await (await catalog.get(ada, '/catalog?q=salary')).text(), /\/catalog\/crm\/deals"/)
  assert.equal((await catalog.get(ada, '/catalog?sort=%00&q=a&q=b&show=x')).status, 200)
  assert.equal((await catalog.get(ada, '/catalog/shop/orders?run=abc')).status, 200)
})

test('an administrator runs a table: it is queued under their name and the page follows it', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  const response = await catalog.post(ada, '/catalog/shop/orders/run', ada.csrf)
  assert.equal(response.status, 303)
  const run = await catalog.catalogue.selectFrom('run').selectAll().executeTakeFirstOrThrow()
  assert.deepEqual(
    [run.source, run.table_id, run.trigger, run.status, run.requested_by],
    ['shop', 'shop/orders', 'portal', 'queued', 'ada@example.com'],
  )
  const next = response.headers.get('location') ?? ''
  assert.equal(next, `/catalog/shop/orders?run=${run.id}#runs`)
  const page = await (await catalog.get(ada, next)).text()
  assert.match(page, /Queued: it starts when its turn comes/)
  assert.match(page, new RegExp(`hx-get="/catalog/shop/orders/runs\\?run=${run.id}"`))
})

test('an administrator runs a whole source, and an unpublished table', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  assert.equal((await catalog.post(ada, '/catalog/shop/run', ada.csrf)).status, 303)
  assert.equal((await catalog.post(ada, '/catalog/shop/returns/run', ada.csrf)).status, 303)
  const runs = await catalog.catalogue
    .selectFrom('run')
    .select(['source', 'table_id'])
    .orderBy('id')
    .execute()
  assert.deepEqual(runs, [
    { source: 'shop', table_id: null },
    { source: 'shop', table_id: 'shop/returns' },
  ])
})

test('what does not exist cannot be run', async () => {
  await using catalog = await serveCatalog()
  assert.equal((await catalog.post(ada, '/catalog/nowhere/run', ada.csrf)).status, 404)
  assert.equal((await catalog.post(ada, '/catalog/shop/nothing/run', ada.csrf)).status, 404)
  assert.deepEqual(await catalog.catalogue.selectFrom('run').select('id').execute(), [])
})

test('weakness: no CSRF protection on state-changing routes', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  for (const csrf of ['', bob.csrf]) {
    assert.equal((await catalog.post(ada, '/catalog/shop/orders/run', csrf)).status, 403)
  }
  assert.deepEqual(await catalog.catalogue.selectFrom('run').select('id').execute(), [])
})

test('only administrators run anything, granted or not', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  for (const path of ['shop/run', 'shop/orders/run', 'crm/deals/run', 'crm/nothing/run']) {
    assert.equal((await catalog.post(bob, `/catalog/${path}`, bob.csrf)).status, 403, path)
  }
  assert.deepEqual(await catalog.catalogue.selectFrom('run').select('id').execute(), [])
})

test('weakness: stored XSS from data', async () => {
  await using catalog = await serveCatalog()
  await discoverExamples(catalog, 'shop', ['orders'])
  await publishExample(catalog, 'shop', 'orders', {
    description: hostile,
    column: hostile,
    warnings: [hostile],
    rejected: 1,
    rejects: [{ column: hostile, kind: 'CAST', count: 1, line: 1, example: hostile }],
  })
  for (const path of ['/catalog', `/catalog?q=alert`, '/catalog/shop/orders']) {
    const page = await (await catalog.get(bob, path)).text()
    assert.ok(page.includes('&lt;script&gt;'), path)
    assert.doesNotMatch(page, /<script|<img| style=/i)
  }
})

test('weakness: profiles with real values are served to everyone who is signed in', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  const stranger = { ...bob, tables: [] }
  assert.equal((await catalog.get(stranger, '/catalog/shop/orders')).status, 404)
  assert.match(await (await catalog.get(bob, '/catalog/shop/orders')).text(), /1 – 99\.5/)
})

test('weakness: error texts of internals are returned to the browser', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  const { catalogue, events } = catalog
  const id = await requestRun(catalogue, events, {
    source: 'shop',
    tableId: 'shop/orders',
    trigger: 'schedule',
  })
  await claimRun(catalogue)
  await failRun(catalogue, events, id, new TypeError('x is undefined at /srv/secret/place.ts'))
  assert.doesNotMatch(await (await catalog.get(bob, '/catalog/shop/orders')).text(), /secret/)
  assert.match(await (await catalog.get(ada, '/catalog/shop/orders')).text(), /secret/)
})

test('weakness: dashboard and catalog numbers are always zero', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  assert.match(
    await (await catalog.get(ada, '/catalog')).text(),
    /2 tables with 7,500 rows, 4\.0 KiB in all/,
  )
})

test('weakness: categories that are not in an order list vanish', async () => {
  await using catalog = await serveCatalog()
  await discoverExamples(catalog, 'unlisted', ['facts'])
  await publishExample(catalog, 'unlisted', 'facts')
  assert.match(await (await catalog.get(ada, '/catalog')).text(), /\/catalog\/unlisted\/facts"/)
})

test('weakness: naive local times are labelled UTC', async () => {
  await using catalog = await serveCatalog()
  await publishAll(catalog)
  const { created_at } = await catalog.catalogue
    .selectFrom('version')
    .select('created_at')
    .where('table_id', '=', 'shop/orders')
    .executeTakeFirstOrThrow()
  const page = await (await catalog.get(bob, '/catalog/shop/orders')).text()
  assert.ok(page.includes(`datetime="${created_at.toISOString()}"`))
})
