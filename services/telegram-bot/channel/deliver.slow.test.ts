import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { channelState, deliveriesOf } from '#core/notifications/deliveries.ts'
import { notify } from '#core/notifications/notify.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { openFakeTelegram } from '../../../tests/peers/telegram-api.ts'
import { openTestBot } from '../../../tests/peers/telegram-bot.ts'
import { until } from '../../../tests/peers/until.ts'

const root = join(import.meta.dirname, '../../..')
const CHANNEL = 'telegram-bot'

test('weakness: no retry or back-off, retry_after of 429 ignored', async () => {
  await using bot = await openTestBot()
  const username = await bot.linked('ann', 77)
  bot.telegram.fail(
    'sendMessage',
    { status: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 },
    { status: 502, description: 'Bad Gateway' },
    'cut',
  )
  for (const title of ['1', '2']) await notify(bot.db, username, { title })
  await until(() => bot.telegram.textsOf(77).length === 2)
  assert.deepEqual(bot.telegram.textsOf(77), ['<b>1</b>', '<b>2</b>'])
  await until(async () => (await channelState(bot.db, CHANNEL)).waiting === 0)
  const deliveries = await deliveriesOf(bot.db, CHANNEL, username, 10)
  assert.deepEqual(
    deliveries.map(({ attempts }) => attempts),
    [1, 4],
  )
})

test('killed while notifications are produced and people write: all arrive, in the order of each person', async (t) => {
  await using telegram = await openFakeTelegram()
  const migrations = join(root, 'services/telegram-bot/migrations')
  const storage = await openTestDatabase([{ owner: CHANNEL, dir: migrations }])
  t.after(() => storage.close())
  const folder = await mkdtemp(join(tmpdir(), 'killed-bot-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const chats = { ann: 1, bob: 2, eve: 3 }
  for (const [name, chatId] of Object.entries(chats)) {
    const { username } = await createPerson(storage.db, { email: `${name}@example.com` })
    await storage.db.pool.query(
      `insert into telegram_bot.link (username, chat_id, telegram_name) values ($1, $2, 'x')`,
      [username, chatId],
    )
  }
  let child: ChildProcess | undefined
  const start = () => {
    const { user, password, host, database } = storage.target
    child = spawn(process.execPath, ['services/telegram-bot/main.ts'], {
      cwd: root,
      stdio: 'ignore',
      env: {
        PORT: '0',
        DATA_DIR: folder,
        DATABASE_URL: `postgres://${user}:${password}@/${database}?host=${encodeURIComponent(host)}`,
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.url.href,
      },
    })
  }
  const kill = async () => {
    child?.kill('SIGKILL')
    if (child) await once(child, 'exit')
  }
  t.after(() => child?.kill('SIGKILL'))
  start()
  await until(async () => {
    const { rowCount } = await storage.db.pool.query('select from core.channel')
    return rowCount === 1
  })

  const COUNT = 120
  for (let i = 1; i <= COUNT; i += 1) {
    for (const name of Object.keys(chats)) await notify(storage.db, name, { title: `n${i}` })
    if (i % 20 === 0) telegram.write(1, '/whoami')
    if (i === 40 || i === 80) {
      await until(() => telegram.arrived.length > i)
      await kill()
      start()
    }
  }
  await until(async () => (await channelState(storage.db, CHANNEL)).waiting === 0)
  await until(
    () => telegram.textsOf(1).filter((text) => text.includes('You are')).length >= COUNT / 20,
  )

  for (const chatId of Object.values(chats)) {
    const numbers = telegram
      .textsOf(chatId)
      .flatMap((text) => /^<b>n(\d+)<\/b>$/.exec(text)?.[1] ?? [])
      .map(Number)
    assert.equal(new Set(numbers).size, COUNT, `${COUNT - new Set(numbers).size} are missing`)
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
      'the order is kept',
    )
  }
  const { rows } = await storage.db.pool.query(
    'select from telegram_bot.update where handled_at is null',
  )
  assert.equal(rows.length, 0)
})
