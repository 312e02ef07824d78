import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '#core/html.ts'
import { accountPage, type AccountFacts } from './account-page.ts'
import { dashboardPage, type Widget } from './dashboard-page.ts'
import { firstAdministratorPage } from './first-administrator-page.ts'
import { statusPage, type StatusFacts } from './status-page.ts'
import { unavailablePage } from './unavailable-page.ts'

const now = new Date('2026-11-23T12:00:00Z')
const days = (count: number) => new Date(now.getTime() + count * 86_400_000)

function account(over: Partial<AccountFacts>): string {
  const person = { name: 'Ann', email: 'ann@acme.com', username: 'ann', groups: ['sales'] }
  const facts = { person, tokens: [], sessions: [], parts: [], csrf: 'c', now }
  return accountPage({ ...facts, ...over }).body.text
}
const words = (text: string) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

const session = {
  userAgent: 'curl/8',
  address: null,
  createdAt: days(-1),
  lastSeenAt: now,
  current: false,
}

test('the session that is asking can be told from the others, and is not ended by a slip', () => {
  const here = { ...session, id: 'here', current: true }
  const alone = account({ sessions: [here] })
  assert.doesNotMatch(alone, /end-others|sessions\/here\/end/)
  const text = account({ sessions: [here, { ...session, id: 'there', address: '10.0.0.9' }] })
  assert.match(text, /action="\/account\/sessions\/end-others"/)
  assert.match(text, /action="\/account\/sessions\/there\/end"/)
  assert.doesNotMatch(text, /sessions\/here\/end/)
  assert.match(words(text), /10\.0\.0\.9 · signed in yesterday/)
})

test('a token tells what it opens and when it ends; one that has ended is marked', () => {
  const token = { id: '1', name: 'Laptop', createdAt: days(-9), lastUsedAt: null }
  const row = (expiresAt: Date | null) =>
    words(account({ tokens: [{ ...token, scope: 'data', expiresAt }] }))
  assert.match(row(null), /Laptop tables .* never never Revoke/)
  assert.match(row(days(3)), /Laptop tables .* never in 3 days Revoke/)
  assert.match(row(days(-1)), /never expired Revoke/)
  assert.match(row(now), /never expired Revoke/)
})

test('without a token there is the reason to make one, and a new one is shown with its button to copy', () => {
  assert.match(account({}), /No token yet/)
  const text = account({ newToken: { name: 'CI <x>', token: 'ada_secret' } })
  assert.match(text, /“CI &lt;x&gt;” is ready\. Copy it now[\s\S]*<code>ada_secret<\/code>/)
  assert.equal(text.match(/ada_secret/g)?.length, 1)
})

test('the form for a token offers the narrower right first, and an end unless one says never', () => {
  const text = account({})
  const scopes = [...text.matchAll(/<option value="(data|all)">/g)].map(([, scope]) => scope)
  assert.deepEqual(scopes, ['data', 'all'])
  assert.equal(/<option value="(\d+)"\s+selected/.exec(text)?.[1], '90')
})

test('what was done is told politely', () => {
  assert.match(account({ notice: 'Said <x>' }), /role="status"><p>Said &lt;x&gt;</)
  assert.doesNotMatch(account({}), /role="status"/)
})

test('a widget whose service does not answer says so in its own card, with a way to try again', () => {
  const card = (over: Partial<Widget>) => {
    const widgets = [{ title: 'Books', path: '/books/widget', ...over }]
    const facts = {
      name: 'Ann',
      widgets,
      publicUrl: new URL('https://d.acme.com'),
      connected: true,
    }
    return dashboardPage(facts).body.text
  }
  const silent = card({})
  assert.match(silent, /Books is not available right now[\s\S]*hx-get="\/books\/widget"/)
  assert.doesNotMatch(silent, /aria-label="Open Books"/)
  const well = card({ content: html`<p>7 books</p>`, page: '/books' })
  assert.match(well, /href="\/books" aria-label="Open Books"[\s\S]*<p>7 books<\/p>/)
  assert.doesNotMatch(well, /not available/)
})

const status: StatusFacts = { parts: [], providers: [], warnings: [], instancePath: '/i.yaml', now }

test('an installation that is well says so, with what worked last and nothing to mend', () => {
  const part = { id: 'a', title: 'A', status: 'ok', lastWork: days(-1).toISOString() } as const
  const { text } = statusPage({ ...status, parts: [part, { ...part, id: 'b' }] }).body
  assert.match(words(text), /All 2 parts are healthy/)
  assert.match(words(text), /A a Healthy – yesterday/)
  assert.match(text, /Nothing in it is unknown or out of date/)
  assert.match(text, /No provider is installed in this image/)
})

test('a part that is degraded needs attention too, and each state is told in a word and not by colour alone', () => {
  const parts = (['ok', 'degraded', 'failed'] as const).map((state) => ({
    ...{ id: state, title: state, status: state },
  }))
  const text = words(statusPage({ ...status, parts }).body.text)
  assert.match(text, /2 of 3 parts need attention/)
  assert.match(text, /ok ok Healthy .* degraded degraded Degraded .* failed failed Failed/)
})

test('a service that is away takes its page with it, and not the portal', () => {
  const page = unavailablePage('Books <i>', '/books?q=a&b')
  assert.equal(page.status, 503)
  assert.match(
    page.body.text,
    /<h1>Books &lt;i&gt;<\/h1>[\s\S]*href="\/books\?q=a&amp;b">Try again/,
  )
})

test('what was refused of the first administrator is said, and what was typed stays but the password', () => {
  const form = { action: '/x', csrf: 'c', enrolment: [], email: 'a"b@acme.com', name: '<Ann>' }
  const again = firstAdministratorPage({ ...form, problem: 'Too <short>' })
  assert.equal(again.status, 400)
  assert.match(again.body.text, /role="alert"><p>Too &lt;short&gt;<\/p>/)
  assert.match(again.body.text, /value="a&quot;b@acme\.com"[\s\S]*value="&lt;Ann&gt;"/)
  assert.equal(firstAdministratorPage(form).status, 200)
})
