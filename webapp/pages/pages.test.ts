import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '#core/html.ts'
import { dashboardPage } from './dashboard-page.ts'
import { errorPage } from './error-page.ts'
import { documentOf, initials, type Frame } from './frame.ts'
import { icon } from './icon.ts'
import { loginPage } from './login-page.ts'
import { browserName } from './sessions-card.ts'
import { statusPage } from './status-page.ts'
import { relativeTime, timeAgo } from './time.ts'

const frame: Frame = {
  branding: { name: 'Acme & Sons', subtitle: 'Data', copyright: '© <Acme>' },
  assets: { styles: ['/s.css'], scripts: ['/a.js'], icon: '/i.svg' },
  path: '/books/7',
  navigation: [
    { path: '/', title: 'Home', icon: 'home' },
    { path: '/books', title: 'Books', icon: 'book' },
  ],
  viewer: { name: 'Ann <b>', email: 'ann@acme.com', csrf: 'c' },
}
const page = { title: 'T <i>', body: html`<h1>Body</h1>` }

test('the document escapes everything that is not markup of ours', () => {
  const { text } = documentOf(frame, page)
  assert.match(text, /<title>T &lt;i&gt; · Acme &amp; Sons<\/title>/)
  assert.match(text, /© &lt;Acme&gt;/)
  assert.match(text, /Ann &lt;b&gt;/)
  assert.ok(text.startsWith('<!doctype html>'))
})

test('the navigation marks where the person is, on the page itself and below it', () => {
  const current = (path: string) =>
    /<a href="([^"]+)" aria-current="([^"]+)">/
      .exec(documentOf({ ...frame, path }, page).text)
      ?.slice(1, 3)
  assert.deepEqual(current('/books'), ['/books', 'page'])
  assert.deepEqual(current('/books/7'), ['/books', 'true'])
  assert.deepEqual(current('/'), ['/', 'page'])
  assert.equal(current('/bookshelf'), undefined)
})

test('each document has one main part, a skip link to it, and a language', () => {
  const { viewer: _, ...guests } = frame
  for (const around of [frame, guests]) {
    const { text } = documentOf(around, page)
    assert.equal(text.match(/<main id="main"/g)?.length, 1)
    assert.match(text, /<a class="skip" href="#main">/)
    assert.match(text, /<html lang="en">/)
  }
})

test('people who are not signed in see neither the navigation nor a button to sign out', () => {
  const { viewer: _, ...guests } = frame
  const { text } = documentOf(guests, page)
  assert.doesNotMatch(text, /aria-label="Main"|\/logout/)
})

test('initials are at most two letters, whatever the name', () => {
  assert.deepEqual(['Ann Smith', 'ann@acme.com', 'Řehoř', 'A B C', '', '🐎 x'].map(initials), [
    'AS',
    'AC',
    'Ř',
    'AC',
    '',
    '🐎X',
  ])
})

test('the ways to sign in stand in their order, hidden ones are left out, and none is explained', () => {
  const button = (text: string, order: number, visible = true) => ({
    text,
    url: `/login/${text}`,
    order,
    visible,
  })
  const text = loginPage([button('late', 50), button('early', 10), button('hidden', 1, false)]).body
    .text
  assert.deepEqual(
    [...text.matchAll(/href="\/login\/(\w+)"/g)].map(([, name]) => name),
    ['early', 'late'],
  )
  assert.match(loginPage([]).body.text, /No way to sign in is set up/)
})

test('raw HTML in buttons (of the original): a subtitle from the configuration is text', () => {
  const evil = { text: '<b>', url: '/x', subtitle: '<script>', order: 1, visible: true }
  assert.doesNotMatch(loginPage([evil]).body.text, /<b>|<script>/)
})

test('a machine that was connected makes the set-up step back', () => {
  const facts = { name: 'Ann', widgets: [], publicUrl: new URL('https://data.acme.com/') }
  assert.match(dashboardPage({ ...facts, connected: false }).body.text, /Connect your machine/)
  const later = dashboardPage({ ...facts, connected: true }).body.text
  assert.match(later, /<details class="more">/)
  assert.match(later, /node analyst\.mjs login --server https:\/\/data\.acme\.com</)
})

test('an error page says what to do and carries its status', () => {
  const shown = errorPage({ status: 429, detail: 'Too many', remedy: 'Wait.', requestId: 'r-1' })
  assert.equal(shown.status, 429)
  assert.match(shown.body.text, /Too many tries[\s\S]*Wait\.[\s\S]*r-1/)
})

test('the health page counts what needs attention and says why a sign-in is off', () => {
  const { text } = statusPage({
    parts: [
      { id: 'a', title: 'A', status: 'ok' },
      { id: 'b', title: 'B', status: 'failed', detail: '<gone>' },
    ],
    providers: [{ id: 'x', title: 'X', state: 'misconfigured', reason: 'auth.x.id: is missing' }],
    warnings: ['`old` has no meaning'],
    instancePath: '/i.yaml',
    now: new Date(),
  }).body
  assert.match(text, /1 of 2 parts need attention/)
  assert.match(text, /&lt;gone&gt;/)
  assert.match(text, /auth\.x\.id: is missing/)
  assert.match(text, /`old` has no meaning/)
})

test('times are told in words, and exactly in UTC', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  const ago = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1000), now)
  assert.deepEqual([0, 59, 60, 3600, 86_400, 40 * 86_400, 400 * 86_400, -90 * 86_400].map(ago), [
    'just now',
    'just now',
    '1 minute ago',
    '1 hour ago',
    'yesterday',
    'last month',
    'last year',
    'in 3 months',
  ])
  assert.match(
    timeAgo(now, now).text,
    /datetime="2026-11-23T12:00:00\.000Z" title="2026-11-23 12:00 UTC"/,
  )
})

test('browsers are named in words, and what is no browser by its own', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const edge = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140'
  assert.deepEqual([firefox, edge, 'curl/8.0', '', null].map(browserName), [
    'Firefox on Linux',
    'Edge on Windows',
    'curl',
    'Unknown browser',
    'Unknown browser',
  ])
})

test('an icon that is not known is drawn as the plug of a plain service', () => {
  assert.equal(icon('no such icon').text, icon('plug').text)
  assert.equal(icon('constructor').text, icon('plug').text)
  assert.match(icon('book').text, /aria-hidden="true"/)
})
