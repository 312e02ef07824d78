import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse, type IncomingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import Koa, { type Context } from 'koa'
import { Forbidden, Unauthorized } from '#core/errors.ts'
import type { Page } from '../pages/frame.ts'
import type { Portal } from '../portal.ts'
import { requireSameOrigin } from './require-same-origin.ts'
import { securityHeaders } from './security-headers.ts'
import { showError } from './show-error.ts'
import { signInFirst } from './sign-in-first.ts'
import type { Visits } from './visits.ts'

function asked(method: string, url: string, headers: IncomingHttpHeaders = {}): Context {
  const request = new IncomingMessage(new Socket())
  Object.assign(request, { method, url, headers: { host: 'data.acme.com', ...headers } })
  return new Koa().createContext(request, new ServerResponse(request)) as Context
}

const sendsFrom = (publicUrl: string, headers: IncomingHttpHeaders) => () =>
  requireSameOrigin(asked('POST', '/account', headers), new URL(publicUrl))

test('a form may come from the portal’s own address, and from any name of this machine on a laptop', () => {
  for (const [url, headers] of [
    ['https://data.acme.com', {}],
    ['https://data.acme.com', { origin: 'https://data.acme.com' }],
    [
      'https://data.acme.com/',
      { origin: 'https://data.acme.com', 'sec-fetch-site': 'same-origin' },
    ],
    ['http://localhost:8080', { origin: 'http://127.0.0.1:8080' }],
    ['http://127.0.0.1:8080', { origin: 'http://[::1]:8080' }],
  ] as const) {
    assert.doesNotThrow(sendsFrom(url, headers), JSON.stringify(headers))
  }
})

for (const [what, url, headers] of [
  ['another site', 'https://data.acme.com', { origin: 'https://evil.example' }],
  [
    'a site that begins like ours',
    'https://data.acme.com',
    { origin: 'https://data.acme.com.evil' },
  ],
  ['another port', 'https://data.acme.com', { origin: 'https://data.acme.com:8443' }],
  ['the same name without TLS', 'https://data.acme.com', { origin: 'http://data.acme.com' }],
  ['a sandboxed frame', 'https://data.acme.com', { origin: 'null' }],
  [
    'a neighbour domain, by the browser’s word',
    'https://data.acme.com',
    { 'sec-fetch-site': 'same-site' },
  ],
  ['an address bar or a bookmark', 'https://data.acme.com', { 'sec-fetch-site': 'none' }],
  ['another program of this machine', 'http://localhost:8080', { origin: 'http://localhost:3000' }],
  [
    'this machine, where the portal is elsewhere',
    'http://data.acme.com',
    { origin: 'http://localhost' },
  ],
  [
    'a name that only sounds like this machine',
    'http://localhost',
    { origin: 'http://localhost.evil' },
  ],
] as const) {
  test(`a form from ${what} is refused, with the address to open`, () => {
    assert.throws(sendsFrom(url, headers), (error: unknown) => {
      assert.ok(error instanceof Forbidden)
      assert.equal(error.code, 'cross_origin')
      return error.remedy?.includes(`Open the portal at ${url}.`) ?? false
    })
  })
}

test('browsers are told to come back by https only where the portal is reached by it', async () => {
  const headerAt = async (url: string) => {
    const ctx = asked('GET', '/')
    await securityHeaders(new URL(url))(ctx, () => Promise.resolve())
    return ctx.response.get('strict-transport-security')
  }
  assert.match(await headerAt('https://data.acme.com'), /^max-age=\d{8}/)
  assert.equal(await headerAt('http://localhost:8080'), undefined)
})

/** What a person is shown of an error: a whole page, or a line. */
function shown(ctx: Context): { page?: Page; line?: string } {
  let page: Page | undefined
  const portal = { show: (_ctx: Context, given: Page) => void (page = given) } as Portal
  const problem = { status: 409, code: 'taken', detail: '<taken>', remedy: 'Take another.' }
  showError(portal, ctx, { ...problem, title: 'Conflict', type: 'about:blank' })
  return { ...(page && { page }), ...(typeof ctx.body === 'string' && { line: ctx.body }) }
}

test('a failed form leads back to the page on which it stood, with its question', () => {
  const referer = 'http://data.acme.com/books?q=a&b'
  assert.match(
    shown(asked('POST', '/books', { referer })).page?.body.text ?? '',
    /href="\/books\?q=a&amp;b"/,
  )
})

test('an error leads nowhere but home when it was no form, or the form stood on another site', () => {
  for (const ctx of [
    asked('GET', '/books', { referer: 'http://data.acme.com/books' }),
    asked('POST', '/books'),
    asked('POST', '/books', { referer: 'no address' }),
    asked('POST', '/books', { referer: 'http://evil.example/books' }),
    asked('POST', '/books', { referer: 'http://data.acme.com//evil.example/books' }),
  ]) {
    const text = shown(ctx).page?.body.text ?? ''
    assert.deepEqual(
      [...text.matchAll(/href="([^"]*)"/g)].map(([, to]) => to),
      ['/'],
    )
  }
})

test('where a part of a page was asked for, an error is one line and no page within the page', () => {
  const { page, line } = shown(asked('GET', '/books', { 'hx-request': 'true' }))
  assert.equal(page, undefined)
  assert.equal(line, '<p class="notice fail" role="alert">&lt;taken&gt; Take another.</p>')
})

/** What becomes of a request that is refused because nobody, or nobody fresh, is signed in. */
async function refusedFor(code: string, ctx: Context, member = false): Promise<Context> {
  const visits = {
    memberOf: () => (member ? {} : undefined),
    identify: () => Promise.reject(new Unauthorized(code, 'Who are you?')),
  } as unknown as Visits
  await signInFirst(visits)(ctx, () => Promise.resolve())
  return ctx
}
const page = { accept: 'text/html' }

test('who opens a page goes to the login and comes back; the first page needs no way back', async () => {
  const leads = async (url: string) =>
    (await refusedFor('not_signed_in', asked('GET', url, page))).response.get('location')
  assert.equal(await leads('/books?q=a&b'), '/login?next=%2Fbooks%3Fq%3Da%26b')
  assert.equal(await leads('/'), '/login')
})

test('a part of a page takes the whole page to the login', async () => {
  const ctx = await refusedFor(
    'not_signed_in',
    asked('GET', '/x', { ...page, 'hx-request': 'true' }),
  )
  assert.deepEqual(
    [ctx.status, ctx.response.get('hx-redirect'), ctx.response.get('location')],
    [401, '/login', undefined],
  )
})

test('programs, forms and people who are signed in get the refusal itself, and no login page', async () => {
  for (const [ctx, member] of [
    [asked('GET', '/books', { accept: 'application/json' }), false],
    [asked('GET', '/books'), false],
    [asked('POST', '/books', page), false],
    [asked('GET', '/books', page), true],
  ] as const) {
    await assert.rejects(refusedFor('not_signed_in', ctx, member), { code: 'not_signed_in' })
  }
})

test('who must sign in again comes back to the page with the form, as what was typed is gone', async () => {
  const leads = async (ctx: Context) =>
    (await refusedFor('sign_in_again', ctx, true)).response.get('location')
  const referer = 'http://data.acme.com/admin/groups?x=1'
  const back = '/login?again=yes&next=%2Fadmin%2Fgroups%3Fx%3D1'
  assert.equal(await leads(asked('POST', '/admin/groups', { ...page, referer })), back)
  assert.equal(await leads(asked('GET', '/admin/groups?x=1', page)), back)
  assert.equal(await leads(asked('POST', '/admin/groups', page)), '/login?again=yes&next=%2F')
  await assert.rejects(leads(asked('POST', '/admin/groups', { accept: 'application/json' })), {
    code: 'sign_in_again',
  })
})
