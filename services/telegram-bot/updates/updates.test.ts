import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTestBot, type TestBot } from '../../../tests/peers/telegram-bot.ts'
import { until } from '../../../tests/peers/until.ts'

const ANN = 77

const healthOf = async (bot: TestBot) =>
  (await (await fetch(`${bot.url}/health`)).json()) as { status: string; detail?: string }

const heard = (bot: TestBot, text: RegExp) =>
  until(() => bot.telegram.textsOf(ANN).some((said) => text.test(said)))

test('weakness: dropped updates: one that fails takes no other with it and is tried again', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('sendMessage', { status: 502, description: 'Bad Gateway' })
  bot.telegram.write(ANN, '/help')
  bot.telegram.write(78, '/help')
  bot.telegram.write(ANN, '/whoami')
  await until(() => bot.telegram.arrived.length === 3)
  assert.match(bot.telegram.textsOf(ANN)[0] ?? '', /Commands/, 'the order of a chat is kept')
})

test('an update is stored before Telegram is told, and one that comes again is handled once', async () => {
  await using bot = await openTestBot()
  bot.telegram.repeats = true
  bot.telegram.write(ANN, '/help')
  await heard(bot, /Commands/)
  await until(() => bot.telegram.confirmed.size === 1)
  bot.telegram.write(ANN, '/whoami')
  await heard(bot, /not linked/)
  assert.equal(bot.telegram.textsOf(ANN).length, 2)
  const { rows } = await bot.db.pool.query<{ id: number }>(
    'select update_id as id from telegram_bot.update order by 1',
  )
  assert.deepEqual(
    rows.map(({ id }) => id),
    [1001, 1002],
  )
})

test('an answer of Telegram that is lost loses no update', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('getUpdates', 'lost', 'cut', { status: 200, description: '', raw: 'not JSON' })
  bot.telegram.write(ANN, '/help')
  await heard(bot, /Commands/)
})

test('a reason with what no database keeps was not written down, and the update tried again without a wait: it is counted', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('sendMessage', { status: 500, description: 'In\0ternal' })
  bot.telegram.write(ANN, '/help')
  await heard(bot, /Commands/)
  await until(async () => {
    const { rows } = await bot.db.pool.query<{ attempts: number }>(
      'select attempts from telegram_bot.update where handled_at is not null',
    )
    if (rows.length > 0) assert.deepEqual(rows, [{ attempts: 1 }])
    return rows.length > 0
  })
})

test('an update that can never be handled ends with its reason, visible on the health page', async () => {
  await using bot = await openTestBot()
  await bot.db.pool.query(
    `insert into telegram_bot.update (update_id, lane, body, attempts)
     values (1, $1, $2, 19)`,
    [
      `chat/${ANN}`,
      { message: { chat: { id: ANN, type: 'private' }, from: { id: ANN }, text: '/help' } },
    ],
  )
  bot.telegram.fail('sendMessage', { status: 500, description: 'Internal' })
  await until(async () => (await healthOf(bot)).status === 'degraded')
  assert.match((await healthOf(bot)).detail ?? '', /1 not answered today/)
  bot.telegram.write(ANN, '/help')
  await heard(bot, /Commands/)
})

test('an answer that Telegram refuses is not tried for an hour: the person is told, and the chat goes on', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('sendMessage', { status: 400, description: 'Bad Request: BUTTON_DATA_INVALID' })
  bot.telegram.write(ANN, '/help')
  bot.telegram.write(ANN, '/whoami')
  await heard(bot, /not linked/)
  assert.match(bot.telegram.textsOf(ANN)[0] ?? '', /could not be sent: .*BUTTON_DATA_INVALID/)
  assert.match((await healthOf(bot)).detail ?? '', /1 not answered today/)
})

test('what is no message, or not what we know, does no harm', async () => {
  await using bot = await openTestBot()
  const { db } = bot
  await db.pool.query(
    `insert into telegram_bot.update (update_id, lane, body) values
       (1, 'none', '{"update_id": 1, "poll": {}}'), (2, 'none', '{"message": "x"}'), (3, 'none', '[]')`,
  )
  bot.telegram.press(ANN, 'no such button')
  await heard(bot, /no meaning any more/)
  await until(async () => {
    const { rows } = await db.pool.query('select from telegram_bot.update where handled_at is null')
    return rows.length === 0
  })
})

test('a text that the database cannot hold stops nobody', async () => {
  await using bot = await openTestBot()
  for (const text of ['\\u0000', '\0', '\ud83d', "';--"]) bot.telegram.write(78, text)
  bot.telegram.write(ANN, '/help')
  await heard(bot, /Commands/)
  await until(() => bot.telegram.textsOf(78).length >= 3)
})

test('weakness: busy loop on persistent API errors, a bad token', async () => {
  await using bot = await openTestBot({ token: 'wrong' })
  await until(async () => (await healthOf(bot)).status === 'failed')
  assert.match((await healthOf(bot)).detail ?? '', /401.*@BotFather/)
  const before = bot.lines.filter((line) => line.includes('gives no updates')).length
  await sleep(1000)
  const after = bot.lines.filter((line) => line.includes('gives no updates')).length
  assert.ok(after - before <= 3, `${after - before} questions in a second`)
})

test('another poller is shown on the health page with the remedy, until it is gone', async () => {
  await using bot = await openTestBot()
  bot.telegram.conflict = true
  bot.telegram.write(ANN, '/help')
  await until(async () => (await healthOf(bot)).status === 'degraded')
  assert.match((await healthOf(bot)).detail ?? '', /409.*stop it, or give this stack a bot/)
  bot.telegram.conflict = false
  await until(async () => (await healthOf(bot)).status === 'ok')
  await heard(bot, /Commands/)
})

test('a webhook that is in the way of asking is removed', async () => {
  await using bot = await openTestBot()
  const inTheWay = "Conflict: can't use getUpdates method while webhook is active"
  bot.telegram.fail('getUpdates', { status: 409, description: inTheWay })
  bot.telegram.write(ANN, '/help')
  await until(() => bot.telegram.calls.some(({ method }) => method === 'deleteWebhook'))
  await heard(bot, /Commands/)
})

test('in webhook mode Telegram calls, with the secret it was given, and nobody else', async () => {
  await using bot = await openTestBot({ env: { TELEGRAM_MODE: 'webhook' } })
  await until(() => bot.telegram.calls.some(({ method }) => method === 'setWebhook'))
  const set = bot.telegram.calls.find(({ method }) => method === 'setWebhook')?.fields ?? {}
  assert.equal(set['url'], 'https://data.example.com/webhooks/telegram')
  assert.equal(set['secret_token'], bot.secrets.text('telegram-webhook-secret'))
  const call = (secret: string, body: string) =>
    fetch(`${bot.url}/webhooks/telegram`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': secret,
      },
      body,
    })
  const update = JSON.stringify(bot.telegram.write(ANN, '/help \u0000'))
  for (const wrong of ['', 'x', `${set['secret_token']}x`])
    assert.equal((await call(wrong, update)).status, 401)
  const secret = set['secret_token'] ?? ''
  for (const odd of ['"text"', '{}', '{"update_id":"1"}', '{'])
    assert.equal((await call(secret, odd)).status, 400, odd)
  assert.equal((await call(secret, `"${'x'.repeat(300_000)}"`)).status, 413)
  for (const _ of [1, 2]) assert.equal((await call(secret, update)).status, 200)
  await heard(bot, /Commands/)
  await sleep(200)
  assert.equal(bot.telegram.textsOf(ANN).length, 1)
  assert.ok(!bot.telegram.calls.some(({ method }) => method === 'getUpdates'))
})

test('in webhook mode a question that failed at the start is no problem any more once it is answered', async () => {
  await using bot = await openTestBot({ env: { TELEGRAM_MODE: 'webhook' } })
  const away = { status: 502, description: 'Bad Gateway' }
  bot.telegram.fail('getMe', away, away)
  await bot.restart()
  await until(async () => (await healthOf(bot)).status === 'degraded')
  await until(async () => (await healthOf(bot)).status === 'ok')
})

test('a mode that cannot work stops the start with the remedy', async () => {
  await assert.rejects(openTestBot({ env: { TELEGRAM_MODE: 'smoke' } }), /polling or webhook/)
  const webhook = { env: { TELEGRAM_MODE: 'webhook' }, publicUrl: 'http://localhost:8080' }
  await assert.rejects(openTestBot(webhook), /PUBLIC_URL with https/)
})

test('weakness: token leak in logs', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('getUpdates', 'cut', { status: 401, description: 'Unauthorized' })
  bot.telegram.fail('sendMessage', 'cut', { status: 200, description: '', raw: '<html>' })
  bot.telegram.write(ANN, '/help')
  await heard(bot, /Commands/)
  assert.ok(bot.lines.some((line) => line.includes('could not be handled yet')))
  assert.ok(!bot.lines.join('').includes(bot.telegram.token.slice(6)))
})
