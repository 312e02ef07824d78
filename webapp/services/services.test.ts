import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { verifyJwt } from '#core/jwt.ts'
import { z } from 'zod'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import {
  openFakeService,
  openTestPortal,
  testPassword,
  type FakeService,
  type TestPortal,
} from '../../tests/peers/portal.ts'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let portal: TestPortal
let books: FakeService
let seen: Seen[] = []

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request
  const body = (await request.toArray()).join('')
  seen.push({ method, url, headers, body })
  if (method === 'POST') {
    // As Koa does it: a redirect with a page for clients that do not follow it.
    response.writeHead(303, { location: '/books?saved=1', 'content-type': 'text/html' })
    response.end('<p>Redirecting to /books</p>')
    return
  }
  const pages: Record<string, [number, string, string]> = {
    '/books': [200, 'text/html', '<h1>Books &amp; more</h1><p>fragment</p>'],
    '/books/widget': [200, 'text/html', '<p>7 books</p>'],
    '/books/cover.csv': [200, 'text/csv', 'a,b'],
    '/books/none': [
      404,
      'application/problem+json',
      JSON.stringify({ code: 'no_book', detail: 'No <such> book' }),
    ],
    '/books/broken': [500, 'application/problem+json', '{"detail":"secret internals"}'],
    '/secrets': [200, 'text/html', '<h1>Secrets</h1>'],
  }
  const [status, type, text] = pages[url.split('?')[0] ?? ''] ?? [404, 'text/plain', 'no']
  response
    .writeHead(status, { 'content-type': type, 'set-cookie': 'evil=1', 'x-secret': 'y' })
    .end(text)
}

before(async () => {
  books = await openFakeService(
    {
      id: 'books',
      title: 'Books',
      routes: [{ path: '/api/books', auth: 'session' }],
      portal: {
        page: { path: '/books', title: 'Books', icon: 'book', order: 20 },
        widget: { path: '/books/widget', title: 'Books', order: 20 },
      },
    },
    (request, response) => void answer(request, response),
  )
  const { manifest } = books.service
  const secrets = {
    ...manifest,
    id: 'secrets',
    title: 'Secrets',
    routes: [],
    portal: {
      page: { path: '/secrets', title: 'Secrets', icon: 'key', order: 10, admin: true },
      widget: { path: '/secrets/widget', title: 'Secret widget', order: 1 },
    },
  }
  const dead = {
    ...manifest,
    id: 'dead',
    title: 'Dead',
    routes: [],
    portal: {
      page: { path: '/dead', title: 'Dead', icon: 'bell', order: 30 },
      widget: { path: '/dead/widget', title: 'Dead', order: 30 },
    },
  }
  const { address } = books.service
  const services = [
    books.service,
    { manifest: secrets, address },
    { manifest: dead, address: 'unix:/nowhere/at/all.sock' },
  ]
  portal = await openTestPortal({ services })
  await portal.addPerson('ann@acme.com', { name: 'Ann' })
  await portal.addPerson('root@acme.com', { name: 'Root', admin: true })
})
after(async () => {
  await portal[Symbol.asyncDispose]()
  await books[Symbol.asyncDispose]()
})
beforeEach(() => {
  seen = []
})

async function enter(email = 'ann@acme.com'): Promise<FormBrowser> {
  const browser = new FormBrowser(portal.url)
  await browser.signIn(email, testPassword)
  return browser
}

test('a service’s page stands in the layout, with its heading in the title', async () => {
  const { status, text, headers } = await (await enter()).get('/books?q=1')
  assert.equal(status, 200)
  assert.match(text, /<title>Books &amp; more · Books · Acme Analytics<\/title>/)
  assert.match(
    text,
    /<main id="main" tabindex="-1">\s*<h1>Books &amp; more<\/h1><p>fragment<\/p>\s*<\/main>/,
  )
  assert.match(text, /<a href="\/books" aria-current="page">/)
  assert.equal(headers.get('set-cookie'), null)
  assert.equal(headers.get('x-secret'), null)
  assert.equal(seen[0]?.url, '/books?q=1')
})

test('a service learns who is asking by a signed statement for it alone, and never sees the cookie', async () => {
  const browser = await enter()
  await browser.get('/books', { 'x-portal-identity': 'forged', authorization: 'Bearer x' })
  const headers: IncomingMessage['headers'] = seen[0]?.headers ?? {}
  assert.equal(headers.cookie, undefined)
  assert.equal(headers.authorization, undefined)
  const parties = { issuer: 'portal', secret: portal.secrets.text('portal-identity') }
  const schema = z.looseObject({ email: z.string(), admin: z.boolean() })
  const token = String(headers['x-portal-identity'])
  const claims = verifyJwt(token, { ...parties, audience: 'books', schema })
  assert.deepEqual([claims.email, claims.admin], ['ann@acme.com', false])
  assert.throws(() => verifyJwt(token, { ...parties, audience: 'other', schema }))
})

test('a part that htmx asks for comes without the layout', async () => {
  const { text } = await (await enter()).get('/books', { 'hx-request': 'true' })
  assert.equal(text, '<h1>Books &amp; more</h1><p>fragment</p>')
})

test('what is no HTML passes through, and is not sniffed', async () => {
  const { text, headers } = await (await enter()).get('/books/cover.csv')
  assert.equal(text, 'a,b')
  assert.equal(headers.get('content-type'), 'text/csv')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
})

test('a service’s refusal is told by the portal’s own page, escaped', async () => {
  const { status, text } = await (await enter()).get('/books/none')
  assert.equal(status, 404)
  assert.match(text, /No &lt;such&gt; book/)
  assert.match(text, /aria-label="Main"/)
})

test('error texts of internals returned to the browser (of the original): a service that fails is not available', async () => {
  const { status, text } = await (await enter()).get('/books/broken')
  assert.equal(status, 503)
  assert.match(text, /Books is not available right now/)
  assert.ok(!text.includes('secret internals'))
})

test('a page of a service that is down is a 503 inside the layout', async () => {
  const { status, text } = await (await enter()).get('/dead')
  assert.equal(status, 503)
  assert.match(text, /Dead is not available right now/)
  assert.match(text, /aria-label="Main"/)
})

test('a form reaches the service only with the token and from this origin', async () => {
  const browser = await enter()
  assert.equal((await browser.post('/books', { title: 'x' })).status, 403)
  const evil = { origin: 'https://evil.example' }
  assert.equal((await browser.submit('/account', '/books', { title: 'x' }, evil)).status, 403)
  assert.equal(seen.length, 0)
  const sent = await browser.submit('/account', '/books', { title: 'Ä & b' })
  assert.equal(sent.status, 303)
  assert.equal(sent.headers.get('location'), '/books?saved=1')
  assert.equal(new URLSearchParams(seen[0]?.body).get('title'), 'Ä & b')
})

test('no other method than GET and POST reaches a service', async () => {
  const browser = await enter()
  const cookie = `session=${browser.cookie('session')}`
  const { status } = await fetch(`${portal.url}/books`, { method: 'DELETE', headers: { cookie } })
  assert.equal(status, 405)
  assert.equal(seen.length, 0)
})

test('nobody who is not signed in reaches a service', async () => {
  const browser = new FormBrowser(portal.url)
  for (const path of ['/books', '/books/widget', '/api/books/1', '/secrets']) {
    assert.equal((await browser.get(path)).status, 303)
  }
  assert.equal((await browser.submit('/login/password', '/books')).status, 401)
  assert.equal(seen.length, 0)
})

test('pages for administrators are neither shown to others nor reached by them', async () => {
  const ann = await enter()
  const root = await enter('root@acme.com')
  assert.ok(!(await ann.get('/')).text.includes('Secret'))
  assert.match((await root.get('/')).text, /Secret widget/)
  assert.equal((await ann.get('/secrets')).status, 403)
  assert.equal((await ann.get('/secrets/widget')).status, 403)
  assert.equal((await root.get('/secrets')).status, 200)
})

test('the navigation follows the order of the manifests', async () => {
  const titles = async (browser: FormBrowser) => {
    const nav = /aria-label="Main">([\s\S]*?)<\/nav>/.exec((await browser.get('/')).text)?.[1] ?? ''
    return [...nav.matchAll(/<a href="([^"]+)"/g)].map(([, path]) => path)
  }
  assert.deepEqual(await titles(await enter()), ['/', '/books', '/dead'])
  assert.deepEqual(await titles(await enter('root@acme.com')), [
    '/',
    '/secrets',
    '/books',
    '/dead',
    '/admin',
    '/status',
  ])
})

test('the dashboard shows the widgets; one of a dead service says so and disturbs no other', async () => {
  const { status, text } = await (await enter()).get('/')
  assert.equal(status, 200)
  assert.match(text, /<p>7 books<\/p>/)
  assert.match(text, /Dead is not available right now\./)
  assert.match(text, /hx-get="\/dead\/widget"/)
})

test('trying a dead widget again answers with the widget’s words, not with a page', async () => {
  const { status, text } = await (await enter()).get('/dead/widget', { 'hx-request': 'true' })
  assert.equal(status, 503)
  assert.match(text, /^<p class="muted">Dead is not available right now\.<\/p>/)
})
