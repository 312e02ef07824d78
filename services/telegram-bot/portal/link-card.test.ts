import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LinkRequest } from '../links/link-requests.ts'
import { linkCard } from './link-card.ts'
import type { LinkView } from './link-view.ts'

const hostile = `"><img src=x onerror='a()'>&amp;`
const now = new Date('2026-03-04T12:00:00Z')
const person = {
  ...{ personId: '1', username: 'ann', email: 'ann@acme.com', name: 'Ann', groups: [], tables: [] },
  ...{ admin: false, csrf: hostile },
}
const link = { username: 'ann', chatId: 77, telegramName: hostile, linkedAt: now }

function request(over: Partial<LinkRequest> = {}): LinkRequest {
  const made = { username: 'ann', code: '012345', token: 'A_b-9', expiresAt: now }
  return { ...made, chatId: null, telegramName: null, agreedAt: null, ...over }
}

function card(over: Partial<LinkView>): string {
  const none = { link: undefined, request: undefined, ended: undefined, preference: undefined }
  return linkCard({ person, botName: 'acme_bot', now, deliveries: [], ...none, ...over }).text
}

const asked = { chatId: 77, telegramName: hostile }
const states: Readonly<Record<string, readonly [Partial<LinkView>, RegExp, readonly string[]]>> = {
  'nothing is linked': [{}, /Get your notifications in Telegram/, ['link']],
  'the last link ended by itself': [
    { ended: { reason: hostile, endedAt: now } },
    /Your chat was unlinked <time datetime="2026-03-04T12:00:00.000Z">/,
    ['link'],
  ],
  'a chat is linked': [{ link }, /Linked <time/, ['unlink', 'link']],
  'a chat is linked and muted': [
    { link, preference: { muted: true, quietFrom: '22:00', quietUntil: '07:00', timeZone: 'UTC' } },
    /notice warn"><p>You have muted it: nothing is sent/,
    ['unlink', 'link'],
  ],
  'a chat is linked and quiet at night': [
    {
      link,
      preference: { muted: false, quietFrom: '22:00', quietUntil: '07:00', timeZone: hostile },
    },
    /Quiet from 22:00 until 07:00 \(&quot;&gt;/,
    ['unlink', 'link'],
  ],
  'a code waits to be shown': [{ request: request() }, /\/start 012345/, ['refuse']],
  'a chat has shown the code': [{ request: request(asked) }, /has shown your code/, ['refuse']],
  'a chat has agreed': [
    { request: request({ ...asked, agreedAt: now }) },
    /name="chat" value="77"/,
    ['confirm', 'refuse'],
  ],
  'another chat is on its way': [{ link, request: request() }, /\/start 012345/, ['refuse']],
}
for (const [what, [view, words, actions]] of Object.entries(states))
  test(`where ${what} the card says so, offers what can be done then, and shows names as text`, () => {
    const text = card(view)
    assert.match(text, words)
    const offered = [...text.matchAll(/action="\/telegram\/(\w+)"/g)].map(([, action]) => action)
    assert.deepEqual(offered, actions)
    assert.doesNotMatch(text, /<img|onerror='/)
    assert.equal(text.match(/name="csrf" value="&quot;&gt;&lt;img/g)?.length, actions.length)
  })

test('the card follows a link that is being made, until it is the person’s turn', () => {
  const follows = (view: Partial<LinkView>) => card(view).includes('hx-trigger="every 2s"')
  assert.deepEqual(
    [{}, { link }, { request: request() }, { request: request(asked) }].map(follows),
    [false, false, true, true],
  )
  assert.equal(follows({ request: request({ ...asked, agreedAt: now }) }), false)
})

test('Telegram is opened by the name of the bot, and a code alone is shown while that is not known', () => {
  const text = card({ request: request() })
  assert.match(text, /href="https:\/\/t\.me\/acme_bot\?start=A_b-9" rel="noreferrer"[^]*Or send/)
  const unnamed = card({ request: request(), botName: undefined })
  assert.doesNotMatch(unnamed, /t\.me|A_b-9/)
  assert.match(unnamed, /Send this to the bot/)
})

test('a chat that has agreed is named before the person says yes, and no other number goes along', () => {
  const text = card({ request: request({ chatId: 99, telegramName: 'Eve', agreedAt: now }) })
  assert.match(text, /Is <strong>Eve<\/strong> you\?[^]*can run your scripts/)
  assert.deepEqual(
    [...text.matchAll(/name="chat" value="(\d+)"/g)].map(([, chat]) => chat),
    ['99'],
  )
})
