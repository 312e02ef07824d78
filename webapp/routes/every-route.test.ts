import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { csrfToken } from '#core/http/csrf.ts'
import { audit } from '#core/identity/audit.ts'
import { grantTable } from '#core/identity/grants.ts'
import { addMember, ADMINISTRATORS, createGroup } from '#core/identity/groups.ts'
import { createPerson } from '#core/identity/people.ts'
import { createSession, principalOfSession } from '#core/identity/sessions.ts'
import { createToken } from '#core/identity/tokens.ts'
import { queueMail } from '#core/mail/queue-mail.ts'
import { FormBrowser, type Visited } from '../../tests/peers/form-browser.ts'
import { openTestPortal, type TestPortal } from '../../tests/peers/portal.ts'
import { codeFiles } from '../../tests/source-files.ts'

/** Whoever adds a route to the portal has it tested here: routes and their parameters are read from the source. */
const sources = codeFiles(join(import.meta.dirname, '../..')).filter(
  ({ path }) => /^(webapp|auth)\//.test(path) && !path.endsWith('.test.ts'),
)
const routes = sources.flatMap(({ text }) =>
  [...text.matchAll(/\.(get|post)\(\s*'(\/[^']*)'/g)].map(([, method = '', path = '']) => ({
    method,
    path,
  })),
)
const pathsOf = (wanted: string) => [
  ...new Set(routes.filter(({ method }) => method === wanted).map(({ path }) => path)),
]
const [pages, forms] = [pathsOf('get'), pathsOf('post')]
const names = [
  ...new Set(
    sources.flatMap(({ text }) =>
      [
        ...text.matchAll(/\.get\('([a-zA-Z_]+)'\)|query\['(\w+)'\]|^ {2}([a-z]+): (?:text|day)/gm),
      ].map(([, field, query, searched]) => field ?? query ?? searched ?? ''),
    ),
  ),
]

type Fields = Record<string, string>

/** Of programs, which have no cookies: what they send is no form of a page. */
const isForPrograms = (path: string) => /^\/(oauth|api)\//.test(path)
const withParameter = (path: string, value: string) => path.replace(/:\w+/g, value)

let portal: TestPortal
before(async () => {
  portal = await openTestPortal()
  await portal.addPerson('root@acme.com', { admin: true })
  await portal.addPerson('ann@acme.com')
})
after(() => portal[Symbol.asyncDispose]())
beforeEach(() => portal.db.pool.query('delete from core.rate_limit'))

/** A browser that has just signed in, and the token of its forms. */
async function enter(email: string): Promise<{ browser: FormBrowser; csrf: string }> {
  const { rows } = await portal.db.pool.query<{ id: string }>(
    'select id from core.person where email = $1',
    [email],
  )
  const session = await createSession(portal.db, {
    personId: rows[0]?.id ?? assert.fail(email),
    provider: 'password',
  })
  const { sessionId } = (await principalOfSession(portal.db, session)) ?? assert.fail(email)
  const browser = new FormBrowser(portal.url)
  browser.setCookie('session', session)
  return { browser, csrf: csrfToken(portal.secrets.text('csrf'), `session:${sessionId}`) }
}

/** What a form is answered with, at the address to which it is passed on as it is (307), if at all. */
async function send(
  browser: FormBrowser,
  path: string,
  ...more: [Fields, Fields?]
): Promise<Visited> {
  const answer = await browser.post(path, ...more)
  return answer.status === 307
    ? browser.post(answer.headers.get('location') ?? '', ...more)
    : answer
}

const isRefused = ({ status }: Visited) => status >= 400 && status < 500
const leadsToLogin = ({ status, headers }: Visited) =>
  status === 303 && /^\/login(\?|$)/.test(headers.get('location') ?? '')

function assertHarmless({ status, headers, text }: Visited, what: string): void {
  assert.ok(status < 500, `${what}: ${status}`)
  const isPage = /^text\/html/.test(headers.get('content-type') ?? '')
  assert.ok(!isPage || !text.includes('<script>alert'), what)
}

test('the routes and their fields are found', () => {
  assert.ok(pages.includes('/admin/people/:id') && forms.includes('/admin/people/:id/suspend'))
  assert.ok(pages.length > 30 && forms.length > 30, `${pages.length} pages, ${forms.length} forms`)
  for (const name of ['email', 'done', 'actor', 'user_code', 'q'])
    assert.ok(names.includes(name), name)
})

test('no form is taken from a visitor, from a person or from an administrator without the token of its page', async () => {
  const others = [await enter('ann@acme.com'), await enter('root@acme.com')]
  const visitor = new FormBrowser(portal.url)
  for (const form of forms) {
    const path = withParameter(form, '00000000-0000-0000-0000-000000000000')
    const answer = await send(visitor, path, { csrf: 'x' })
    assert.ok(isRefused(answer) || leadsToLogin(answer), `${form}: ${answer.status}`)
    for (const { browser } of others)
      assert.ok(isRefused(await send(browser, path, { csrf: 'x' })), form)
  }
})

test('no form is taken from another site’s page, even with the right token', async () => {
  const { browser, csrf } = await enter('root@acme.com')
  for (const form of forms.filter((path) => !isForPrograms(path))) {
    const path = withParameter(form, '00000000-0000-0000-0000-000000000000')
    const answer = await send(browser, path, { csrf }, { origin: 'https://evil.example' })
    assert.ok(isRefused(answer), `${form}: ${answer.status}`)
  }
})

test('programs are not let in by the cookie of a browser', async () => {
  const { browser } = await enter('root@acme.com')
  for (const path of forms.filter(isForPrograms)) {
    const answer = await browser.post(path, {})
    assert.ok(isRefused(answer), `${path}: ${answer.status}`)
  }
})

test('all of /admin is for administrators: others get 403, visitors the login', async () => {
  const { browser, csrf } = await enter('ann@acme.com')
  const visitor = new FormBrowser(portal.url)
  const isAdmins = (path: string) => path.startsWith('/admin/')
  assert.ok(pages.filter(isAdmins).length >= 7)
  for (const page of pages.filter(isAdmins)) {
    const path = withParameter(page, 'administrators')
    assert.equal((await browser.get(path)).status, 403, page)
    assert.ok(leadsToLogin(await visitor.get(path)), page)
  }
  for (const form of forms.filter(isAdmins))
    assert.equal((await browser.post(withParameter(form, 'administrators'), { csrf })).status, 403)
})

test('a session that began too long ago changes nothing of administration: it signs in again first', async () => {
  const { browser, csrf } = await enter('root@acme.com')
  await portal.db.pool.query(`update core.session set created_at = now() - interval '1 hour'`)
  for (const form of forms.filter((path) => path.startsWith('/admin/'))) {
    const path = withParameter(form, 'administrators')
    const answer = await browser.post(path, { csrf }, { referer: `${portal.url}/admin/people` })
    assert.ok(leadsToLogin(answer), `${form}: ${answer.status}`)
  }
})

const hostile: Readonly<Record<string, string>> = {
  'a NUL': '\0',
  'markup on a way out': `../../"'><script>alert(1)</script>`,
  'a number of 400 digits': '9'.repeat(400),
  'a day before all days': '0000-01-01',
}
for (const [what, value] of Object.entries(hostile)) {
  const query = new URLSearchParams(names.map((name) => [name, value])).toString()

  test(`${what} in an address or a question is never an error of ours, and never markup`, async () => {
    const { browser } = await enter('root@acme.com')
    for (const page of pages)
      for (const address of [
        withParameter(page, encodeURIComponent(value)),
        `${withParameter(page, '1')}?${query}`,
      ]) {
        assertHarmless(await browser.get(address), address.slice(0, 80))
      }
  })

  test(`${what} in a form is never an error of ours, and never markup`, async () => {
    for (const form of forms) {
      const { browser, csrf } = await enter('root@acme.com')
      const fields = Object.fromEntries(names.map((name) => [name, value]))
      assertHarmless(await browser.post(withParameter(form, '1'), { ...fields, csrf }), form)
    }
  })
}

test('what people call themselves, their things and their browsers is text on every page', async () => {
  const evil = `<script>alert(1)</script>"'>`
  const { id, email } = await createPerson(portal.db, { email: 'evil@acme.com', name: evil })
  await createToken(portal.db, { personId: id, name: evil })
  await createSession(portal.db, { personId: id, provider: evil, userAgent: evil, address: evil })
  await addMember(portal.db, ADMINISTRATORS, email)
  await createGroup(portal.db, { name: 'evil', description: evil })
  await grantTable(portal.db, 'evil', 'shop/*')
  await addMember(portal.db, 'evil', email)
  await audit(portal.db, {
    actor: evil,
    action: evil,
    subject: evil,
    detail: { [evil]: evil },
    address: evil,
  })
  await queueMail(portal.db, { to: email, subject: evil, text: evil })
  const { browser } = await enter(email)
  let shown = 0
  for (const page of pages) {
    const { text, headers } = await browser.get(page.replace(':group', 'evil').replace(/:\w+/g, id))
    if (!/^text\/html/.test(headers.get('content-type') ?? '')) continue
    assert.ok(!text.includes('<script>alert') && !text.includes(`)</script>"'>`), page)
    if (text.includes('&lt;script&gt;alert')) shown += 1
  }
  assert.ok(shown >= 6, `it stood on ${shown} pages only`)
})

test('an address that is not rightly encoded is not found, and no error of ours', async () => {
  const { browser } = await enter('root@acme.com')
  for (const page of pages.filter((path) => path.includes(':'))) {
    const { status } = await browser.get(withParameter(page, '%E0%A4%A'))
    assert.ok(status >= 400 && status < 500, `${page}: ${status}`)
  }
})

test('Host header attacks: no page, redirect or program takes its address from the request', async () => {
  const { browser } = await enter('root@acme.com')
  const { port } = new URL(portal.url)
  const session = browser.cookie('session') ?? ''
  for (const page of pages) {
    const path = withParameter(page, 'administrators')
    const said = await new Promise<string>((resolve, reject) => {
      const headers = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
        accept: 'text/html',
        cookie: `session=${session}`,
      }
      const asked = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
        let text = JSON.stringify(answer.headers)
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
        answer.on('end', () => resolve(text))
      })
      asked.on('error', reject).end()
    })
    assert.ok(!said.includes('evil.example'), page)
  }
})
