import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { signPortalIdentity, type PortalIdentity } from '#core/http/portal-identity.ts'
import { createPerson } from '#core/identity/people.ts'
import { createToken } from '#core/identity/tokens.ts'
import type { FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openMemoryPortal, type MemoryPortal } from '../../../tests/peers/memory-portal.ts'
import { withdrawSource } from '../review/withdraw-source.ts'

let opened: MemoryPortal
let ann: FormBrowser
let secret: string
const notes = {
  ann: '- Revenue is net of refunds since the change of the ledger.\n- Campaign names hold the country behind the first dash.',
  bob: '- The depot of the north opens on Mondays.',
}

before(async () => {
  opened = await openMemoryPortal()
  ann = await opened.portal.signedIn('ann@acme.com')
  secret = opened.portal.secrets.text('portal-identity')
})
after(() => opened[Symbol.asyncDispose]())
beforeEach(async () => {
  await opened.memory.empty()
  await opened.memory.collect(notes)
})

const api = '/api/corporate-memory'
const reads = ['', '/widget', '/mine', '/statistics', '/ID'].map((at) => `/corporate-memory${at}`)
const asks = ['/knowledge', '/my-votes', '/stats'].map((at) => api + at)
const writes = ['/ID/vote', '/ID/withdraw', '/ID/say-again', '/undo/1'].map(
  (at) => `/corporate-memory${at}`,
)
const reviews = ['/ID/decide', '/ID/edit', '/ID/merge', '/ID/split'].map(
  (at) => `/corporate-memory${at}`,
)
const routes = [
  ...[...reads, ...asks].map((path) => ['GET', path] as const),
  ...[...writes, ...reviews, `${api}/vote`].map((path) => ['POST', path] as const),
]

const bob: PortalIdentity = {
  ...{ personId: '00000000-0000-4000-8000-000000000000', username: 'bob', email: 'bob@acme.com' },
  ...{ name: 'Bob', groups: [], admin: true, tables: [], csrf: 'c'.repeat(32) },
}

/** Asks the service itself, past the portal. */
async function direct(method: string, path: string, headers: Record<string, string> = {}) {
  const { id } = await opened.memory.item('depot')
  const body = method === 'POST' ? new URLSearchParams({ csrf: bob.csrf }) : null
  return fetch(opened.url + path.replace('ID', id), { method, headers, body, redirect: 'manual' })
}

test('past the portal the service answers nobody who has no identity that it signed for this service', async () => {
  const before = await opened.memory.items()
  const person = await createPerson(opened.memory.db, { email: 'token@acme.com' })
  const { token } = await createToken(opened.memory.db, {
    ...{ personId: person.id, name: 'laptop', scope: 'all' },
  })
  const own = signPortalIdentity(secret, 'corporate-memory', bob)
  const [head, body, sign = ''] = own.split('.')
  const forged: Readonly<Record<string, Record<string, string>>> = {
    'no identity': {},
    'an empty one': { 'x-portal-identity': '' },
    'one for another service': {
      'x-portal-identity': signPortalIdentity(secret, 'data-sync', bob),
    },
    'one that another key signed': {
      'x-portal-identity': signPortalIdentity('0'.repeat(64), 'corporate-memory', bob),
    },
    'one without a signature': { 'x-portal-identity': `${head}.${body}.` },
    'one with a changed signature': {
      'x-portal-identity': `${head}.${body}.${sign.startsWith('A') ? 'B' : 'A'}${sign.slice(1)}`,
    },
    'a token of a machine': { authorization: `Bearer ${token}` },
    'plain JSON': { 'x-portal-identity': JSON.stringify(bob) },
  }
  for (const [method, path] of routes) {
    for (const [what, headers] of Object.entries(forged)) {
      const { status } = await direct(method, path, headers)
      assert.equal(status, 401, `${method} ${path} with ${what}`)
    }
  }
  assert.deepEqual(await opened.memory.items(), before)
  const signed = await direct('GET', '/corporate-memory', { 'x-portal-identity': own })
  assert.equal(signed.status, 200, 'and with one it does')
})

test('machines get in with a token alone, and an identity of the portal is none', async () => {
  const headers = { 'x-portal-identity': signPortalIdentity(secret, 'corporate-memory', bob) }
  assert.equal((await direct('GET', `${api}/rules`, headers)).status, 401)
  assert.equal((await direct('PUT', `${api}/note`, headers)).status, 401)
})

test('whoever is not signed in changes nothing, and is told by pages and programs in their own way', async () => {
  const before = await opened.memory.items()
  const { id } = await opened.memory.item('depot')
  for (const [method, path] of routes) {
    const init = { method, redirect: 'manual', headers: { accept: 'text/html' } } as const
    const { status } = await fetch(opened.portal.url + path.replace('ID', id), init)
    assert.ok([303, 401, 403].includes(status), `${method} ${path} ${status}`)
  }
  assert.deepEqual(await opened.memory.items(), before)
})

test('nothing is changed without the token of the session, whoever asks', async () => {
  const { id } = await opened.memory.item('Revenue')
  const before = await opened.memory.items()
  for (const path of [...writes, ...reviews, `${api}/vote`]) {
    for (const csrf of ['', 'x', 'c'.repeat(32)]) {
      const fields = { csrf, vote: '1', seen: 'w', item_id: id, decision: 'accept' }
      const answer = await ann.post(path.replace('ID', id), fields)
      assert.equal(answer.status, 403, `${path} with ${csrf}`)
    }
  }
  assert.deepEqual(await opened.memory.items(), before)
})

test('members of the group review as administrators do, and members of other groups do not', async () => {
  const item = await opened.memory.item('depot')
  const decide = (who: Partial<PortalIdentity>) => {
    const identity = { ...bob, admin: false, ...who }
    return fetch(`${opened.url}/corporate-memory/${item.id}/decide`, {
      ...{ method: 'POST', redirect: 'manual' },
      headers: { 'x-portal-identity': signPortalIdentity(secret, 'corporate-memory', identity) },
      body: new URLSearchParams({ csrf: bob.csrf, seen: item.wordHash, decision: 'accept' }),
    })
  }
  for (const groups of [[], ['everyone'], ['administrator'], ['Administrators', 'reviewers']])
    assert.equal((await decide({ groups })).status, 403, groups.join())
  assert.equal((await opened.memory.item('depot')).status, 'pending')
  assert.equal((await decide({ groups: ['everyone', 'administrators'] })).status, 303)
  assert.equal((await opened.memory.item('depot')).status, 'accepted')
})

test('what one person took back or had rejected is found by no one else, on no page and by no program', async () => {
  const cyd = await opened.portal.signedIn('cyd@acme.com')
  const [campaign, revenue] = [
    await opened.memory.item('Campaign'),
    await opened.memory.item('Revenue'),
  ]
  await withdrawSource(opened.memory.db, { username: 'ann', id: campaign.id })
  await opened.memory.decide(revenue, 'reject')
  const words = /country behind|net of refunds/
  for (const query of [
    ...['', '?show=rejected', '?show=all', '?show=notes', '?show=voted', '?show=rules'],
    ...['?search=campaign', '?search=revenue', '?my_rules=true', '?per_page=100'],
  ]) {
    for (const path of ['/corporate-memory', `${api}/knowledge`])
      assert.doesNotMatch((await cyd.get(path + query)).text, words, path + query)
  }
  for (const path of [...reads.slice(1), ...asks]) {
    for (const { id } of [campaign, revenue])
      assert.doesNotMatch((await cyd.get(path.replace('ID', id))).text, words, path)
  }
  for (const { id } of [campaign, revenue]) {
    assert.equal((await cyd.get(`/corporate-memory/${id}`)).status, 404)
    assert.match((await ann.get(`/corporate-memory/${id}`)).text, words, 'its author reads it')
  }
})

test('addresses that nobody has, however they are written, are not found, and end in no error of the server', async () => {
  for (const id of [
    ...[
      'km_ffffffffffff',
      'x',
      '__proto__',
      'constructor',
      '%00',
      '%ff',
      '..%2f..%2fetc',
      '%0d%0a',
    ],
    ...['km_0123456789ab%27%20or%201=1', 'x'.repeat(2000), '%F0%9F%8E%89', 'undo', 'decide'],
  ]) {
    for (const path of [`/corporate-memory/${id}`, `/corporate-memory/${id}/x`]) {
      const { status } = await ann.get(path)
      assert.ok([400, 404, 405].includes(status), `${path} ${status}`)
    }
    const vote = { vote: '1', seen: 'w', back: '/corporate-memory' }
    const { status } = await ann.submit(
      '/corporate-memory/mine',
      `/corporate-memory/${id}/vote`,
      vote,
    )
    assert.ok([400, 404].includes(status), `${id}: ${status}`)
  }
})
