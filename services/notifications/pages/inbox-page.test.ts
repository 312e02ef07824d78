import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NotificationBody, StoredNotification } from '#core/notifications/notification.ts'
import { inboxPage, type InboxView } from './inbox-page.ts'
import { inboxWidget } from './inbox-widget.ts'
import { preferencesPage } from './preferences-page.ts'

const now = new Date('2026-03-04T12:00:00Z')
const hostile = `"><img src=x onerror='a()'>&amp;`

function notification(
  body: NotificationBody,
  over: Partial<StoredNotification> = {},
): StoredNotification {
  return {
    ...{ seq: 7, id: '6f1c8b9e-0a1b-4c2d-8e3f-123456789abc', username: 'ann', body, priority: 0 },
    ...{
      createdAt: new Date(now.getTime() - 3_600_000),
      expiresAt: null,
      readAt: null,
      dismissedAt: null,
    },
    ...over,
  }
}

const inbox = (bodies: readonly NotificationBody[], over: Partial<InboxView> = {}) =>
  inboxPage({
    notifications: bodies.map((body) => notification(body)),
    ...{ unread: bodies.length, head: 9, more: false, csrf: 'c', now },
    ...{ q: '', unreadOnly: false, dismissed: false },
    ...over,
  }).text

const channels = [{ name: hostile, title: hostile }]
const preference = { muted: false, quietFrom: '22:00', quietUntil: '06:30', timeZone: hostile }
const pages = {
  'the inbox': inbox([{ title: hostile, message: hostile, script: hostile, image_url: hostile }], {
    q: hostile,
    csrf: hostile,
  }),
  'the card of the dashboard': inboxWidget(1, notification({ title: hostile }), now).text,
  preferences: preferencesPage({
    channels,
    known: new Map([[hostile, preference]]),
    csrf: hostile,
    saved: false,
  }).text,
}
for (const [what, text] of Object.entries(pages))
  test(`what a script said, and what was typed, is text in ${what}`, () => {
    assert.doesNotMatch(text, /<img|onerror='/)
    assert.match(text, /&quot;&gt;&lt;img src=x onerror=&#39;a\(\)&#39;&gt;&amp;amp;/)
  })

for (const url of [
  'https://evil.example/a.png',
  '//evil.example/a.png',
  'javascript:alert(1)',
  '/api/notifications/images/../../sign-out',
  '/api/notifications/images/a.png?x=1',
  '/api/notifications/images/a.png\n',
  '/notifications/images/a.png',
  '/api/notifications/images/',
])
  test(`an image at ${JSON.stringify(url)} is not one of ours, and is not shown`, () => {
    assert.doesNotMatch(inbox([{ title: 'T', image_url: url }]), /<img/)
  })

test('an image of ours is shown from the portal, with words for who does not see it', () => {
  const text = inbox([{ title: 'Sales', image_url: '/api/notifications/images/6f1c.png' }])
  assert.match(text, /<img src="\/notifications\/images\/6f1c\.png" alt="The picture of Sales"/)
})

for (const [what, body, title] of [
  ['its title', { title: 'T', script: 's.py' }, 'T'],
  ['its script', { script: 's.py', message: 'm' }, 's.py'],
  ['a word where it says neither', { message: 'm' }, 'Notification'],
  ['a word where it says null', { script: null, message: 'm' }, 'Notification'],
] as const)
  test(`a notification is called by ${what}`, () => {
    assert.match(inbox([body]), new RegExp(`aria-label="${title}"`))
  })

test('who has read it all is told so and offered no button for it, who has not is told how many', () => {
  assert.match(inbox([], { unread: 0 }), /You have read them all/)
  assert.doesNotMatch(inbox([], { unread: 0 }), /read-all/)
  assert.match(
    inbox([{ title: 'T' }], { unread: 1200 }),
    /1,200 notifications unread\.[^]*read-all[^]*name="upTo" value="9"/,
  )
})

test('what was read is not new, and can still be dismissed', () => {
  const read = { notifications: [notification({ title: 'T' }, { readAt: now })] }
  assert.doesNotMatch(inbox([], read), /badge info|value="read"/)
  assert.match(inbox([], read), /value="dismissed"/)
})

test('what has expired is not counted as unread, and is not called new', () => {
  const old = { notifications: [notification({ title: 'T' }, { expiresAt: now })] }
  assert.match(inbox([], old), /badge">expired</)
  assert.doesNotMatch(inbox([], old), />new</)
})

test('a script that gave no title is named once', () => {
  assert.equal(inbox([{ script: 's.py' }]).match(/from s\.py/), null)
  assert.match(inbox([{ title: 'T', script: 's.py' }]), /, from s\.py/)
})

test('what was dismissed can be brought back, and what was marked leads to where the person was', () => {
  const gone = { notifications: [notification({ title: 'T' }, { dismissedAt: now })] }
  const text = inbox([], { ...gone, dismissed: true, q: 'a b', before: 8 })
  assert.match(text, /value="restored"[^]*Bring back/)
  assert.doesNotMatch(text, /value="dismissed"/)
  assert.match(text, /action="\/notifications\/mark\?q=a\+b&amp;dismissed=yes&amp;before=8"/)
})

test('nothing found is told apart from nothing there', () => {
  assert.match(inbox([]), /Nothing yet/)
  for (const searched of [{ q: 'x' }, { unreadOnly: true }, { dismissed: true }, { before: 3 }])
    assert.match(inbox([], searched), /Nothing found[^]*Show all/)
})

test('the way to older ones keeps what is searched for, whatever that is', () => {
  for (const q of ['', 'a&before=1', hostile, 'č+%'])
    for (const unreadOnly of [false, true]) {
      const text = inbox([{ title: 'T' }], { q, unreadOnly, more: true })
      const [, href = ''] = /href="([^"]*before=[^"]*)"/.exec(text) ?? []
      const asked = new URL(href.replaceAll('&amp;', '&'), 'http://portal').searchParams
      assert.deepEqual(
        [asked.get('q') ?? '', asked.get('unread'), asked.getAll('before')],
        [q, unreadOnly ? 'yes' : null, ['7']],
      )
    }
  assert.doesNotMatch(inbox([{ title: 'T' }]), /Older ones/)
})

test('the card leads to what is unread, and says when nobody told anything', () => {
  const card = (unread: number) => inboxWidget(unread, notification({ script: 's.py' }), now).text
  assert.match(card(2), /unread=yes">2 notifications unread<[^]*s\.py, <time[^>]*>1 h ago/)
  assert.match(card(0), /href="\/notifications">All read</)
  assert.match(inboxWidget(0, undefined, now).text, /Nobody told you anything yet/)
})
