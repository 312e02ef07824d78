import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FormBrowser } from '../../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword } from '../../../tests/peers/portal.ts'
import { openTestBot } from '../../../tests/peers/telegram-bot.ts'
import { until } from '../../../tests/peers/until.ts'
import { notify } from '#core/notifications/notify.ts'
import manifest from '../service.ts'

const CHAT = 77
const rawEnv = { PORTAL_IDENTITY: 'a secret of the tests, long enough for HMAC' }

async function openBoth() {
  const opened = new AsyncDisposableStack()
  const bot = opened.use(await openTestBot({ env: rawEnv }))
  const services = [{ manifest, address: bot.url }]
  const portal = opened.use(await openTestPortal({ rawEnv, services }))
  const { username } = await portal.addPerson('ann@example.com')
  const browser = new FormBrowser(portal.url)
  await browser.signIn('ann@example.com', testPassword)
  const page = async () => (await browser.get('/telegram')).text
  return {
    bot,
    portal,
    browser,
    username,
    page,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

test('a person links their chat in the portal, sees what arrived there, and unlinks it', async () => {
  await using at = await openBoth()
  const { bot, browser, page } = at
  await bot.linked('ann', 1)
  await bot.db.pool.query('delete from telegram_bot.link')
  assert.match(await page(), /<nav[^]*Telegram[^]*Link Telegram/)
  await browser.submit('/telegram', '/telegram/link')
  const begun = await page()
  assert.match(begun, /hx-get="\/telegram\/link" hx-trigger="every 2s"/)
  bot.telegram.write(CHAT, /\/start (\d{6})/.exec(begun)?.[1] ?? '', { name: 'Ann' })
  await until(async () => /Ann<\/strong> has shown your code/.test(await page()))
  const card = await browser.get('/telegram/link', { 'hx-request': 'true' })
  assert.doesNotMatch(card.text, /<html|<nav/, 'what follows the page is the card alone')
  bot.telegram.press(CHAT, 'link:yes')
  await until(async () => /name="chat" value="77"/.test(await page()))
  assert.doesNotMatch(
    await page(),
    /hx-get="\/telegram\/link"/,
    'a question to answer stands still',
  )
  await browser.submit('/telegram', '/telegram/confirm', { chat: String(CHAT) })
  assert.match(await page(), /Your notifications go to <strong>Ann/)
  assert.deepEqual(
    Object.keys(JSON.parse((await browser.get('/api/telegram/status')).text) as object),
    ['linked', 'linked_at'],
  )

  bot.telegram.fail('sendMessage', { status: 400, description: 'Bad Request: <odd>' })
  await until(() => bot.telegram.textsOf(CHAT).length >= 2)
  await notify(bot.db, at.username, { title: '<b>Sales</b>' })
  await until(async () => /&lt;b&gt;Sales[^]*badge/.test(await page()))
  await until(async () => /Not delivered<\/span> [^<]*&lt;odd&gt;/.test(await page()))
  await until(async () => /Arrived/.test(await page()))

  await bot.db.pool.query(
    `update core.delivery set delivered_at = null, failed_at = null, attempts = 0,
       next_try_at = '2099-01-01T07:00:00Z'`,
  )
  assert.match(await page(), /Waits<\/span>\s+until <time[^>]*>2099-01-01 07:00 UTC/)

  await browser.submit('/telegram', '/telegram/unlink')
  assert.match(await page(), /Link Telegram/)
  assert.equal((await browser.get('/api/telegram/status')).text, '{"linked":false}')
})

test('no form passes without the token of the session, and nothing without the portal', async () => {
  await using at = await openBoth()
  for (const action of ['link', 'confirm', 'refuse', 'unlink'])
    assert.equal((await at.browser.post(`/telegram/${action}`, { csrf: 'x' })).status, 403, action)
  for (const path of ['/telegram', '/telegram/link', '/api/telegram/status'])
    assert.equal((await fetch(at.bot.url + path)).status, 401, path)
  const odd = await at.bot.portal('ann', '/telegram/link', { csrf: 'other' })
  assert.equal(odd.status, 403)
})

test('unlinking by the address of older pages is an error where nothing is linked', async () => {
  await using bot = await openTestBot()
  assert.equal((await bot.portal('ann', '/api/telegram/unlink', {})).status, 400)
  await bot.linked('ann', CHAT)
  assert.equal((await bot.portal('ann', '/api/telegram/unlink', {})).status, 200)
  assert.equal((await bot.portal('ann', '/telegram/confirm', { chat: 'x' })).status, 400)
})

test('a person makes only so many codes', async () => {
  await using bot = await openTestBot()
  const statuses = []
  for (let i = 0; i < 21; i += 1)
    statuses.push((await bot.portal('ann', '/telegram/link', {})).status)
  assert.deepEqual([statuses[19], statuses[20]], [303, 429])
})
