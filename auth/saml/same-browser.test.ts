import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import {
  ann,
  assertRefused,
  openSamlPortal,
  type SamlPortal,
} from '../../tests/peers/saml-portal.ts'

let plain: SamlPortal
let secure: SamlPortal
const notHere = /not begun in this browser/

before(async () => {
  plain = await openSamlPortal()
  secure = await openSamlPortal({ publicUrl: 'https://data.acme.test' })
})
after(async () => {
  await plain[Symbol.asyncDispose]()
  await secure[Symbol.asyncDispose]()
})

const fresh = (saml: SamlPortal) => new FormBrowser(saml.portal.url)

/** The issuer's form as browsers send it from another site to plain http: without any cookie. */
async function deliverWithoutCookies(saml: SamlPortal, to: FormBrowser, xml: string) {
  const form = fresh(saml)
  const SAMLResponse = Buffer.from(xml).toString('base64')
  const answer = await form.post('/login/saml/acme/acs', { SAMLResponse })
  const cookie = form.cookie('saml-answer')
  if (cookie) to.setCookie('saml-answer', cookie)
  return answer
}

test('by https the cookie of a sign-in comes along from another site, and that of the answer does not', async () => {
  const attempt = await secure.begin()
  const begun = (await attempt.browser.get('/login/saml/acme')).headers.getSetCookie()
  assert.equal(begun.length, 1)
  assert.match(begun[0] ?? '', /^__Host-saml=[^;]+;.*path=\/;.*samesite=none; secure; httponly/)
  const last = await secure.begin(attempt.browser)
  const SAMLResponse = Buffer.from(await secure.respond(last)).toString('base64')
  const answer = await attempt.browser.post('/login/saml/acme/acs', { SAMLResponse })
  const given = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-saml-answer'))
  assert.match(given ?? '', /samesite=lax; secure; httponly/)
  assert.equal((await attempt.browser.get('/login/saml/acme/finish')).status, 303)
  assert.ok(attempt.browser.cookie('__Host-session'))
})

test('by https a form from a browser that began nothing is not even read: the request stays good', async () => {
  const attempt = await secure.begin()
  const xml = await secure.respond(attempt)
  const visited = await secure.deliver(fresh(secure), xml)
  await assertRefused(secure, fresh(secure), visited, notHere)
  assert.equal((await secure.deliver(attempt.browser, xml)).status, 303)
})

test('by http the cookie is Lax: the form comes without it, and the request after it has it', async () => {
  const attempt = await plain.begin()
  const begun = (await fresh(plain).get('/login/saml/acme')).headers.getSetCookie()
  assert.match(begun[0] ?? '', /^saml=[^;]+;.*samesite=lax; httponly/)
  const answer = await deliverWithoutCookies(plain, attempt.browser, await plain.respond(attempt))
  assert.equal(answer.headers.get('location'), '/login/saml/acme/finish')
  assert.equal((await attempt.browser.get('/login/saml/acme/finish')).headers.get('location'), '/')
  assert.ok(attempt.browser.cookie('session'))
})

test('login CSRF: a response of an attacker’s sign-in signs nobody else in', async () => {
  for (const saml of [plain, secure]) {
    const attacker = await saml.begin()
    const victim = fresh(saml)
    const visited = await saml.deliver(victim, await saml.respond(attacker))
    await assertRefused(saml, victim, visited, notHere)
  }
})

test('login CSRF: it does not while the victim signs in as well', async () => {
  for (const saml of [plain, secure]) {
    const attacker = await saml.begin()
    const victim = await saml.begin()
    const visited = await saml.deliver(victim.browser, await saml.respond(attacker))
    await assertRefused(saml, victim.browser, visited, notHere)
  }
})

test('a victim’s response to an attacker’s request does not sign the attacker in', async () => {
  for (const saml of [plain, secure]) {
    const attacker = await saml.begin()
    const victim = fresh(saml)
    await saml.deliver(victim, await saml.respond(attacker))
    const finished = await attacker.browser.get('/login/saml/acme/finish')
    await assertRefused(saml, attacker.browser, finished, /no response came to this browser/)
  }
})

test('a replayed response is refused in any browser, and so are 8 at once but one', async () => {
  const attempt = await plain.begin()
  const xml = await plain.respond(attempt)
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => deliverWithoutCookies(plain, fresh(plain), xml)),
  )
  assert.equal(answers.filter(({ status }) => status === 303).length, 1)
  const again = await deliverWithoutCookies(plain, attempt.browser, xml)
  await assertRefused(plain, attempt.browser, again, /no request that waits/)
})

test('the end of a sign-in works once: its address and cookie are worth nothing afterwards', async () => {
  const attempt = await plain.begin()
  const xml = await plain.respond(attempt)
  await deliverWithoutCookies(plain, attempt.browser, xml)
  const thief = fresh(plain)
  for (const name of ['saml', 'saml-answer'])
    thief.setCookie(name, attempt.browser.cookie(name) ?? '')
  assert.equal((await attempt.browser.get('/login/saml/acme/finish')).status, 303)
  const again = await thief.get('/login/saml/acme/finish')
  await assertRefused(plain, thief, again, /no response came/)
})

test('a failed response uses its request up: the right one does not count after it', async () => {
  const attempt = await plain.begin()
  const xml = await plain.respond(attempt)
  await deliverWithoutCookies(plain, attempt.browser, xml.replace('ann@', 'eve@'))
  const visited = await deliverWithoutCookies(plain, attempt.browser, xml)
  await assertRefused(plain, attempt.browser, visited, /no request that waits/)
})

test('an unsolicited response is refused, and one to a request that nobody made', async () => {
  for (const saml of [plain, secure]) {
    const attempt = await saml.begin()
    const without = { ...ann, draft: (xml: string) => xml.replace(/ InResponseTo="[^"]*"/g, '') }
    const visited = await saml.deliver(attempt.browser, await saml.respond(attempt, without))
    await assertRefused(saml, attempt.browser, visited, /it answers no request/)
    const next = await saml.begin()
    const tags = { InResponseTo: '_nobody', SubjectInResponseTo: '_nobody' }
    const other = await saml.deliver(next.browser, await saml.respond(next, { ...ann, tags }))
    await assertRefused(saml, next.browser, other, /no request that waits/)
  }
})

test('an assertion of another sign-in, in a response around it that is not signed, is refused', async () => {
  for (const tag of ['_another', undefined]) {
    const attempt = await plain.begin()
    const draft = (xml: string) => xml.replace(/(<saml:SubjectConf.*?) InResponseTo="[^"]*"/, '$1')
    const stolen = tag ? { tags: { SubjectInResponseTo: tag } } : { draft }
    const xml = await plain.respond(attempt, { ...ann, ...stolen })
    const visited = await plain.deliver(attempt.browser, xml)
    await assertRefused(plain, attempt.browser, visited, /subjectInResponseTo|assertion lacks/)
  }
})

test('a request that is older than ten minutes gets no response through', async () => {
  const attempt = await plain.begin()
  await plain.portal.db.pool.query(`update auth_saml.request set expires_at = now()`)
  const visited = await plain.deliver(attempt.browser, await plain.respond(attempt))
  await assertRefused(plain, attempt.browser, visited, /no request that waits/)
})

test('a sign-in ends where the person wanted to go, and RelayState leads nowhere', async () => {
  const browser = fresh(plain)
  await browser.get('/login?next=%2Faccount')
  const attempt = await plain.begin(browser)
  const SAMLResponse = Buffer.from(await plain.respond(attempt)).toString('base64')
  await browser.post('/login/saml/acme/acs', { SAMLResponse, RelayState: '//evil.com' })
  const { headers } = await browser.get('/login/saml/acme/finish')
  assert.equal(headers.get('location'), '/account')
})

test('session fixation: the session that a browser had before ends with the new sign-in', async () => {
  const { browser } = await plain.signIn()
  const before = browser.cookie('session') ?? ''
  await plain.signIn(ann, browser)
  const old = fresh(plain)
  old.setCookie('session', before)
  assert.match((await old.get('/account')).headers.get('location') ?? '', /^\/login/)
  assert.equal((await browser.get('/account')).status, 200)
})
