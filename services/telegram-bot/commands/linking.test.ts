import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { listAudit } from '#core/identity/audit.ts'
import { openTestBot, type TestBot } from '../../../tests/peers/telegram-bot.ts'
import { until } from '../../../tests/peers/until.ts'

const CHAT = 77

async function pageOf(bot: TestBot, username: string): Promise<string> {
  return (await bot.portal(username, '/telegram')).text()
}

async function beginLink(bot: TestBot, email: string) {
  const { username } = await createPerson(bot.db, { email })
  assert.equal((await bot.portal(username, '/telegram/link', {})).status, 303)
  const page = await pageOf(bot, username)
  const [, code = ''] = /\/start (\d{6})/.exec(page) ?? []
  return { username, code, page }
}

const answered = (bot: TestBot, chatId: number, text: RegExp) =>
  until(() => bot.telegram.textsOf(chatId).some((said) => text.test(said)))

const linksOf = async (bot: TestBot) =>
  (await bot.db.pool.query('select username, chat_id from telegram_bot.link')).rows

test('weakness: welcome message never arrives: a code of the portal, agreed to in the chat and confirmed in the portal, links, and it does', async () => {
  await using bot = await openTestBot()
  const { username, code } = await beginLink(bot, 'ann@example.com')
  bot.telegram.write(CHAT, `/start ${code}`, { name: 'Ann <b>' })
  await answered(bot, CHAT, /Link this chat to the account/)
  bot.telegram.press(CHAT, 'link:yes')
  await answered(bot, CHAT, /One step is left/)
  assert.deepEqual(await linksOf(bot), [], 'the chat alone does not link')
  assert.match(await pageOf(bot, username), /Ann &lt;b&gt;<\/strong> you\?/)
  const confirmed = await bot.portal(username, '/telegram/confirm', { chat: String(CHAT) })
  assert.equal(confirmed.headers.get('location'), '/telegram')
  assert.deepEqual(await linksOf(bot), [{ username, chat_id: CHAT }])
  await answered(bot, CHAT, /Telegram is linked/)
  const [entry] = await listAudit(bot.db, { limit: 1 })
  assert.deepEqual([entry?.action, entry?.actor], ['telegram.link', 'ann@example.com'])
})

test('the deep link of the page does the same as the code', async () => {
  await using bot = await openTestBot()
  await until(() => bot.telegram.calls.some(({ method }) => method === 'getMe'))
  let page = ''
  await until(async () => {
    page = (await beginLink(bot, `a${Math.random()}@example.com`)).page
    return page.includes('https://t.me/acme_data_bot?start=')
  })
  const [, token] = /start=([\w-]{32})"/.exec(page) ?? []
  bot.telegram.write(CHAT, `/start ${token}`)
  await answered(bot, CHAT, /Link this chat to the account/)
})

test('weakness: guessable codes, no attempt limit', async () => {
  await using bot = await openTestBot()
  const { code } = await beginLink(bot, 'ann@example.com')
  for (let guess = 0; guess < 5; guess += 1)
    bot.telegram.write(CHAT, `/start ${guess === Number(code) ? 999_999 : `00000${guess}`}`)
  await until(() => bot.telegram.textsOf(CHAT).length === 5)
  bot.telegram.write(CHAT, `/start ${code}`)
  await answered(bot, CHAT, /too many tries/)
  const [entry] = await listAudit(bot.db, { limit: 1 })
  assert.equal(entry?.action, 'telegram.too_many_codes')
})

test('weakness: linking can be socially engineered', async () => {
  await using bot = await openTestBot()
  const { username, code } = await beginLink(bot, 'victim@example.com')
  const EVE = 666
  bot.telegram.write(EVE, code, { name: 'Eve' })
  await answered(bot, EVE, /Link this chat/)
  bot.telegram.press(EVE, 'link:yes')
  await answered(bot, EVE, /One step is left/)
  assert.match(await pageOf(bot, username), /Eve<\/strong> you\?/)
  const other = await bot.portal(username, '/telegram/confirm', { chat: String(CHAT) })
  assert.equal(other.status, 409, 'only the chat that the person has seen can be confirmed')
  await bot.portal(username, '/telegram/refuse', {})
  assert.equal((await bot.portal(username, '/telegram/confirm', { chat: '666' })).status, 409)
  assert.deepEqual(await linksOf(bot), [])
})

test('a code that another chat has shown is not good any more', async () => {
  await using bot = await openTestBot()
  const { code } = await beginLink(bot, 'ann@example.com')
  bot.telegram.write(CHAT, code)
  await answered(bot, CHAT, /Link this chat/)
  bot.telegram.write(78, code)
  await answered(bot, 78, /not good/)
})

test('a code is not good after ten minutes, and neither is a press after them', async () => {
  await using bot = await openTestBot()
  const { code } = await beginLink(bot, 'ann@example.com')
  await bot.db.pool.query(`update telegram_bot.link_request set expires_at = now() - interval '1s'`)
  bot.telegram.write(CHAT, code)
  await answered(bot, CHAT, /not good/)
  bot.telegram.press(CHAT, 'link:yes')
  await answered(bot, CHAT, /took too long/)
})

test('weakness: one chat can be linked to several usernames', async () => {
  await using bot = await openTestBot()
  await bot.linked('bob', CHAT)
  const { username, code } = await beginLink(bot, 'ann@example.com')
  bot.telegram.write(CHAT, `/start ${code}`)
  await answered(bot, CHAT, /is linked to <code>bob/)
  await bot.db.pool.query(
    `update telegram_bot.link_request set chat_id = $1, telegram_name = 'x', agreed_at = now()`,
    [CHAT],
  )
  const confirmed = await bot.portal(username, '/telegram/confirm', { chat: String(CHAT) })
  assert.equal(((await confirmed.json()) as { code: string }).code, 'chat_linked')
})

test('weakness: lost updates between processes: two links at the same moment both come about', async () => {
  await using bot = await openTestBot()
  const people = ['a', 'b', 'c', 'd'].map((name) => beginLink(bot, `${name}@example.com`))
  const begun = await Promise.all(people)
  assert.equal(new Set(begun.map(({ code }) => code)).size, 4)
  begun.forEach(({ code }, index) => bot.telegram.write(100 + index, code))
  await Promise.all(begun.map((_, index) => answered(bot, 100 + index, /Link this chat/)))
  begun.forEach((_, index) => bot.telegram.press(100 + index, 'link:yes'))
  await Promise.all(begun.map((_, index) => answered(bot, 100 + index, /One step is left/)))
  await Promise.all(
    begun.map(({ username }, index) =>
      bot.portal(username, '/telegram/confirm', { chat: String(100 + index) }),
    ),
  )
  assert.equal((await linksOf(bot)).length, 4)
})

test('a yes to one question was a yes to all that a chat was asked: a code that somebody else had sent it is not agreed to', async () => {
  await using bot = await openTestBot()
  const [ann, eve] = [
    await beginLink(bot, 'ann@example.com'),
    await beginLink(bot, 'eve@example.com'),
  ]
  bot.telegram.write(CHAT, `/start ${ann.code}`, { name: 'Ann' })
  await answered(bot, CHAT, /Link this chat to the account <code>ann/)
  bot.telegram.write(CHAT, `/start ${eve.code}`, { name: 'Ann' })
  await answered(bot, CHAT, /Link this chat to the account <code>eve/)
  bot.telegram.press(CHAT, `link:yes:${ann.code}`)
  await answered(bot, CHAT, /confirm this chat for <code>ann/)
  const confirm = (username: string) =>
    bot.portal(username, '/telegram/confirm', { chat: String(CHAT) })
  assert.equal((await confirm(eve.username)).status, 409)
  assert.equal((await confirm(ann.username)).status, 303)
  assert.deepEqual(await linksOf(bot), [{ username: ann.username, chat_id: CHAT }])
})

test('a no to one question leaves the other one open, and a press that names none of several is none', async () => {
  await using bot = await openTestBot()
  const [ann, eve] = [
    await beginLink(bot, 'ann@example.com'),
    await beginLink(bot, 'eve@example.com'),
  ]
  for (const { code, username } of [ann, eve]) {
    bot.telegram.write(CHAT, code)
    await answered(bot, CHAT, new RegExp(`account <code>${username}`))
  }
  bot.telegram.press(CHAT, 'link:yes')
  await answered(bot, CHAT, /took too long/)
  bot.telegram.press(CHAT, `link:no:${eve.code}`)
  await answered(bot, CHAT, /Nothing was linked/)
  assert.doesNotMatch(await pageOf(bot, eve.username), /has shown your code/)
  bot.telegram.press(CHAT, 'link:yes')
  await answered(bot, CHAT, /confirm this chat for <code>ann/)
})

test('another chat that knows the code agrees to nothing with it', async () => {
  await using bot = await openTestBot()
  const { code, username } = await beginLink(bot, 'ann@example.com')
  bot.telegram.write(CHAT, code)
  await answered(bot, CHAT, /Link this chat/)
  bot.telegram.press(78, `link:yes:${code}`)
  await answered(bot, 78, /took too long/)
  bot.telegram.press(78, `link:no:${code}`)
  await answered(bot, 78, /Nothing was linked/)
  assert.match(await pageOf(bot, username), /has shown your code/, 'nor does it end it')
})

test('weakness: group chats accepted', async () => {
  await using bot = await openTestBot()
  const { code } = await beginLink(bot, 'ann@example.com')
  bot.telegram.write(-5, `/start ${code}`, { type: 'group' })
  await answered(bot, -5, /private chats only/)
  for (const said of ['/start@another_bot', '/', '/ help', 'hello'])
    bot.telegram.write(-5, said, { type: 'group' })
  bot.telegram.press(-5, 'link:yes', { type: 'supergroup' })
  bot.telegram.write(CHAT, '/help')
  await answered(bot, CHAT, /Commands/)
  await until(async () => {
    const waiting = 'select from telegram_bot.update where handled_at is null'
    return (await bot.db.pool.query(waiting)).rowCount === 0
  })
  assert.equal(bot.telegram.textsOf(-5).length, 1)
})
