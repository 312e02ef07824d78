import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createLog } from '#core/log.ts'
import { Registry } from 'prom-client'
import { readEnv } from '#core/env.ts'
import { createToken } from '#core/identity/tokens.ts'
import { notify } from '#core/notifications/notify.ts'
import { postNotifications } from '#core/notifications/post-notifications.ts'
import { preferencesOf } from '#core/notifications/preferences.ts'
import type { ServiceDeps } from '#core/service.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { listenLater, type LateServer } from '../../tests/peers/listen-later.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { createApp } from './main.ts'
import manifest from './service.ts'

let portal: TestPortal
let service: LateServer
const gateway = {
  id: 'gateway',
  title: 'Live',
  description: 'Live connections',
  kind: 'daemon',
  routes: [{ path: '/ws/notifications', auth: 'token', websocket: true }],
} as const

let ann: FormBrowser
let annId: string
let bob: FormBrowser

before(async () => {
  service = await listenLater()
  const address = service.url
  portal = await openTestPortal({ services: [{ manifest, address }] })
  const { db, secrets, publicUrl } = portal
  const deps = {
    db,
    secrets,
    publicUrl,
    manifest,
    env: readEnv(manifest.env, {}),
    log: createLog('silent'),
    metrics: new Registry(),
    services: [
      { manifest: gateway, address: 'unix:/nowhere.sock' },
      { manifest: { ...manifest, id: 'carrier', title: 'Carrier pigeons' }, address },
    ],
  }
  const app = await createApp(deps as unknown as ServiceDeps<(typeof manifest)['env']>)
  service.serve(app.handler)
  annId = (await portal.addPerson('ann@acme.com')).id
  await portal.addPerson('bob@acme.com')
  ann = await enter('ann@acme.com')
  bob = await enter('bob@acme.com')
})
after(async () => {
  await portal[Symbol.asyncDispose]()
  await service.close()
})

async function enter(email: string): Promise<FormBrowser> {
  const browser = new FormBrowser(portal.url)
  assert.equal((await browser.signIn(email, testPassword)).status, 303)
  return browser
}

const image = { type: 'image/png', bytes: Buffer.from('\x89PNG picture', 'latin1') } as const

test('a person who was told nothing is told what comes here', async () => {
  assert.match((await bob.get('/notifications')).text, /Nothing yet/)
})

test('what a script said is shown with its words as words and its picture', async () => {
  const message = 'down **20 %**\n<script>alert(1)</script> `code`'
  await notify(portal.db, 'ann', { title: 'Sales <fell>', message, script: 'a.py', image })
  const { text } = await ann.get('/notifications')
  assert.match(text, /Sales &lt;fell&gt;/)
  assert.match(text, /<strong>20 %<\/strong>/)
  assert.match(text, /<code>code<\/code>/)
  assert.doesNotMatch(text, /<script>alert/)
  assert.match((await ann.get('/')).text, /1 notification unread/)
})

test('Images have an owner: others, strangers and other names get nothing', async () => {
  const path =
    /src="(\/notifications\/images\/[^"]+)"/.exec((await ann.get('/notifications')).text)?.[1] ?? ''
  const shown = await ann.get(path)
  assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/png'])
  assert.equal((await bob.get(path)).status, 404)
  assert.equal((await new FormBrowser(portal.url).get(path)).status, 303)
  assert.equal((await ann.get('/notifications/images/notify_ann_sales.png')).status, 404)
})

test('weakness: images never reach the desktop app: clients get one with the token of its owner alone', async () => {
  const page = (await ann.get('/notifications')).text
  const path = /\/notifications\/images\/[\w.-]+/.exec(page)?.[0] ?? ''
  const { token } = await createToken(portal.db, { personId: annId, name: 'app' })
  const get = (authorization: string) =>
    fetch(`${service.url}/api${path}`, { headers: { authorization } })
  assert.equal((await get(`Bearer ${token}`)).status, 200)
  assert.equal((await get('Bearer wrong')).status, 401)
  assert.equal((await get('')).status, 401)
})

test('notifications are found, read and dismissed by their owner, and only with the form’s token', async () => {
  await notify(portal.db, 'ann', { title: 'Second' })
  assert.match((await ann.get('/notifications?q=second')).text, /Second/)
  assert.doesNotMatch((await ann.get('/notifications?q=second')).text, /Sales/)
  assert.match((await ann.get('/notifications?q=nothing-like-it')).text, /Nothing found/)
  const { text } = await ann.get('/notifications?q=second')
  const id = /name="id"\s+value="([^"]+)"/.exec(text)?.[1] ?? ''
  assert.equal((await ann.post('/notifications/mark', { id, as: 'read' })).status, 403)
  const bobsToken = csrfIn((await bob.get('/notifications')).text)
  await bob.post('/notifications/mark', { id, as: 'dismissed', csrf: bobsToken })
  assert.match((await ann.get('/notifications?unread=yes')).text, /Second/)
  const mark = (as: string) => ann.submit('/notifications', '/notifications/mark?q=sec', { id, as })
  assert.equal((await mark('dismissed')).headers.get('location'), '/notifications?q=sec')
  assert.doesNotMatch((await ann.get('/notifications')).text, /Second/)
  assert.match((await ann.get('/notifications?dismissed=yes')).text, /Second/)
  await mark('restored')
  assert.match((await ann.get('/notifications')).text, /Second/)
  await notify(portal.db, 'ann', { title: 'Third' })
  const [, upTo = ''] =
    /name="upTo" value="(\d+)"/.exec((await ann.get('/notifications')).text) ?? []
  await notify(portal.db, 'ann', { title: 'Since the page was opened' })
  const readAll = (end: string) =>
    ann.submit('/notifications', '/notifications/read-all', { upTo: end })
  await readAll(upTo)
  const unread = (await ann.get('/notifications?unread=yes')).text
  assert.match(unread, /1 notification unread[^]*Since the page was opened/)
  assert.doesNotMatch(unread, /Third/)
  for (const wrong of ['', 'x', '-1', '1e9']) assert.equal((await readAll(wrong)).status, 400)
  await readAll('999999999')
  assert.match((await ann.get('/notifications')).text, /You have read them all/)
})

test('quiet hours are kept for each channel, and half of them are refused', async () => {
  assert.match((await ann.get('/notifications/preferences')).text, /no other channel/)
  await portal.db.pool.query(`insert into core.channel (name, seq) values ('telegram-bot', 0)`)
  const path = '/notifications/preferences'
  await portal.db.pool.query(`insert into core.channel (name, seq) values ('carrier', 0)`)
  assert.match((await ann.get(path)).text, /<h2>Carrier pigeons<\/h2>[^]*<h2>telegram-bot<\/h2>/)
  const fields = {
    channel: 'telegram-bot',
    quietFrom: '22:00',
    quietUntil: '07:00',
    timeZone: 'Europe/Prague',
  }
  assert.equal((await ann.submit(path, path, fields)).status, 303)
  assert.deepEqual((await preferencesOf(portal.db, 'ann')).get('telegram-bot'), {
    muted: false,
    quietFrom: '22:00',
    quietUntil: '07:00',
    timeZone: 'Europe/Prague',
  })
  assert.equal((await ann.submit(path, path, { ...fields, quietUntil: '' })).status, 400)
  assert.equal((await ann.submit(path, path, { ...fields, timeZone: 'Mars' })).status, 400)
})

test('an open page is invited to be told at once, by a token that opens nothing else', async () => {
  const answer = await ann.get('/notifications/live')
  const { path, token, seconds, unread } = JSON.parse(answer.text) as {
    path: string
    token: string
    seconds: number
    unread: number
  }
  assert.deepEqual([path, seconds, typeof unread], ['/ws/notifications', 300, 'number'])
  const elsewhere = await fetch(`${portal.url}/api/me`, {
    headers: { authorization: `Bearer ${token}` },
  })
  assert.equal(elsewhere.status, 401)
  const script = await ann.get('/notifications/live.js')
  assert.match(script.text, /WebSocket/)
  const home = await ann.get('/')
  assert.match(home.text, /<script src="\/notifications\/live\.js" defer>/)
})

test('a program is told where to connect with its owner’s token for everything, and with no other', async () => {
  const ask = (token?: string) =>
    fetch(`${service.url}/api/notifications/live`, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    })
  const { token } = await createToken(portal.db, { personId: annId, name: 'app' })
  const invited = (await (await ask(token)).json()) as Record<string, unknown>
  assert.deepEqual(Object.keys(invited), ['username', 'unread', 'path', 'token', 'seconds'])
  const narrow = await createToken(portal.db, { personId: annId, name: 'data', scope: 'data' })
  for (const refused of [await ask(), await ask('wrong'), await ask(narrow.token)]) {
    assert.deepEqual([refused.status, refused.headers.get('www-authenticate')], [401, 'Bearer'])
  }
})

test('older notifications are reached page by page, each stands on one, and the search goes along', async () => {
  await postNotifications(
    portal.db,
    Array.from({ length: 120 }, (_, i) => ({
      username: 'bob',
      body: JSON.stringify({ title: `paged ${i}.` }),
    })),
  )
  const seen: string[] = []
  let next: string | undefined = '/notifications?q=paged&unread=yes'
  while (next !== undefined) {
    const { text } = await bob.get(next)
    seen.push(...[...text.matchAll(/<strong>(paged \d+\.)/g)].map(([, title = '']) => title))
    next = /href="(\/notifications\?[^"]*before=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    if (next !== undefined) assert.match(next, /q=paged&unread=yes&before=\d+$/)
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 120 }, (_, i) => `paged ${119 - i}.`),
  )
  for (const before of ['', '0', '-5', 'x', '9'.repeat(30)]) {
    const { status, text } = await bob.get(`/notifications?before=${before}`)
    assert.deepEqual([status, /paged 119\./.test(text)], [200, true], before)
  }
})

test('a mark with ids that are none marks nothing, and is no error', async () => {
  const unread = () =>
    bob.get('/notifications').then(({ text }) => /(\d+) notifications unread/.exec(text)?.[1])
  for (const id of ['', "' or true --", '00000000-0000-0000-0000-000000000000']) {
    const sent = await bob.submit('/notifications', '/notifications/mark', { id, as: 'dismissed' })
    assert.equal(sent.status, 303)
  }
  assert.equal(await unread(), '120')
})

test('a muted channel stays muted with quiet hours taken away, and is heard again when its box is empty', async () => {
  const path = '/notifications/preferences'
  const quiet = { quietFrom: '', quietUntil: '', timeZone: 'UTC' }
  const mutedNow = async () => (await preferencesOf(portal.db, 'bob')).get('carrier')?.muted
  await bob.submit(path, path, { channel: 'carrier', muted: 'yes', ...quiet })
  assert.equal(await mutedNow(), true)
  assert.match((await bob.get(`${path}?done=saved`)).text, /role="status"/)
  await bob.submit(path, path, { channel: 'carrier', ...quiet })
  assert.equal(await mutedNow(), false)
  for (const wrong of [
    { quietFrom: '24:00', quietUntil: '07:00' },
    { quietFrom: '7:00', quietUntil: '08:00' },
    { quietFrom: '07:00', quietUntil: '07:00' },
    { muted: 'no' },
    { channel: '<b>' },
  ]) {
    const sent = await bob.submit(path, path, { channel: 'carrier', ...quiet, ...wrong })
    assert.equal(sent.status, 400, JSON.stringify(wrong))
  }
})

test('a preference for a channel that is none was kept for ever: it is refused, and nothing is stored', async () => {
  const path = '/notifications/preferences'
  const quiet = { quietFrom: '', quietUntil: '', timeZone: 'UTC', muted: 'yes' }
  const before = await preferencesOf(portal.db, 'bob')
  for (const channel of ['pigeon', '', 'Carrier', 'carrier\0', 'x'.repeat(5000)]) {
    const { status, text } = await bob.submit(path, path, { channel, ...quiet })
    assert.deepEqual([status, /There is no such channel/.test(text)], [400, true], channel)
  }
  assert.deepEqual(await preferencesOf(portal.db, 'bob'), before)
})

test('quiet hours are kept in the zones of India and Ukraine, and in one that is named by its hours', async () => {
  const path = '/notifications/preferences'
  for (const timeZone of ['Asia/Kolkata', 'Europe/Kyiv', '+05:45']) {
    const fields = { channel: 'carrier', quietFrom: '22:00', quietUntil: '06:30', timeZone }
    assert.equal((await bob.submit(path, path, fields)).status, 303, timeZone)
    assert.equal((await preferencesOf(portal.db, 'bob')).get('carrier')?.timeZone, timeZone)
    assert.ok((await bob.get(path)).text.includes(`value="${timeZone}"`))
  }
})

test('a search and a mark with a character that no database can keep are refused, and are no fault of ours', async () => {
  assert.equal((await bob.get('/notifications?q=%00')).status, 400)
  assert.equal((await bob.get('/notifications?q=%ff%fe')).status, 200)
  assert.equal((await bob.get('/notifications/images/%00.png')).status, 404)
  const id = '00000000-0000-0000-0000-000000000000\0'
  const marked = await bob.submit('/notifications', '/notifications/mark', { id, as: 'read' })
  assert.equal(marked.status, 303)
})

test('what expired, and what a newer one replaced, is neither counted nor found among the unread', async () => {
  const post = (title: string, more: object) =>
    postNotifications(portal.db, [{ username: 'bob', body: JSON.stringify({ title }), ...more }])
  await post('replaced once', { collapseKey: 'stock' })
  await post('the newest of its kind', { collapseKey: 'stock' })
  await post('over soon', { ttl: 1 })
  await portal.db.pool.query(
    `update core.notification set expires_at = now() - interval '1 second' where body->>'title' = 'over soon'`,
  )
  const unread = (await bob.get('/notifications?unread=yes')).text
  assert.match(unread, /the newest of its kind/)
  assert.doesNotMatch(unread, /replaced once|over soon/)
  assert.match((await bob.get('/notifications')).text, /over soon/, 'it was told once')
})
