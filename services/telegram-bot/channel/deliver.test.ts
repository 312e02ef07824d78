import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelState, deliveriesOf } from '#core/notifications/deliveries.ts'
import { notify, type Notice } from '#core/notifications/notify.ts'
import { listAudit } from '#core/identity/audit.ts'
import { openTestBot, type TestBot } from '../../../tests/peers/telegram-bot.ts'
import { until } from '../../../tests/peers/until.ts'

const ANN = 77
const CHANNEL = 'telegram-bot'
const png = Buffer.from('\x89PNG picture', 'latin1')
const image = { type: 'image/png', bytes: png } as const

const settled = (bot: TestBot, count: number) =>
  until(async () => {
    const { rows } = await bot.db.pool.query(
      'select from core.delivery where delivered_at is not null or failed_at is not null',
    )
    return rows.length === count
  })

async function delivered(bot: TestBot, ...notices: readonly Notice[]) {
  const username = await bot.linked('ann', ANN)
  for (const notice of notices) await notify(bot.db, username, notice)
  await settled(bot, notices.length)
  return { username, deliveries: await deliveriesOf(bot.db, CHANNEL, username, 10) }
}

test('a notification arrives with a bold title, and one without words by the name of its script', async () => {
  await using bot = await openTestBot()
  await delivered(
    bot,
    { title: 'Revenue <drop>', message: '*18 %* below _plan_' },
    { script: 'daily.py' },
    { data: { a: 1 } },
  )
  assert.deepEqual(bot.telegram.textsOf(ANN), [
    '<b>Revenue &lt;drop&gt;\n</b><b>18 %</b> below <i>plan</i>',
    '<b>daily.py</b>',
    '<b>Notification</b>',
  ])
})

test('weakness: image type always PNG, read from a path of the same host', async () => {
  await using bot = await openTestBot()
  const jpeg = { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 1]) } as const
  await delivered(bot, { title: 'a', message: 'b', image }, { image: jpeg })
  const [first, second] = bot.telegram.arrived
  assert.deepEqual(
    [first?.fields['caption'], first?.photo?.type, first?.photo?.bytes],
    ['<b>a\n</b>b', 'image/png', png],
  )
  assert.deepEqual([second?.photo?.type, second?.photo?.name], ['image/jpeg', 'image.jpeg'])
})

test('a text too long for a caption follows its image, whole', async () => {
  await using bot = await openTestBot()
  const message = `${'word '.repeat(300)}end`
  await delivered(bot, { title: 'a', message, image })
  assert.deepEqual(
    bot.telegram.arrived.map(({ method }) => method),
    ['sendPhoto', 'sendMessage'],
  )
  assert.match(bot.telegram.textsOf(ANN)[1] ?? '', /word end$/)
})

test('an image that Telegram refuses does not take its text with it', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('sendPhoto', { status: 400, description: 'Bad Request: IMAGE_PROCESS_FAILED' })
  await delivered(bot, { title: 'a', message: 'b', image })
  assert.match(bot.telegram.textsOf(ANN)[0] ?? '', /<b>a\n<\/b>b\n\n<i>Telegram could not show/)
})

test('weakness: only plain messages fall back to plain text: all do, photos and keyboards too', async () => {
  await using bot = await openTestBot()
  const odd = { status: 400, description: "Bad Request: can't parse entities: x" }
  bot.telegram.fail('sendMessage', odd)
  bot.telegram.fail('sendPhoto', odd)
  await delivered(bot, { title: 'a_b', message: '*c*' }, { title: 'd', message: '*e*', image })
  assert.deepEqual(bot.telegram.textsOf(ANN), ['a_b\nc', 'd\ne'])
  bot.telegram.fail('sendMessage', odd)
  await bot.portal('bob', '/telegram/link', {})
  await bot.db.pool.query(`update telegram_bot.link_request set code = '123456'`)
  bot.telegram.write(78, '123456')
  await until(() => bot.telegram.textsOf(78).length === 1)
  const asked = bot.telegram.arrived.at(-1)?.fields ?? {}
  assert.match(asked['reply_markup'] ?? '', /link:yes/)
  assert.equal(asked['parse_mode'], undefined)
})

test('an answer that is lost makes the message come twice, never not at all', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('sendMessage', 'lost')
  await delivered(bot, { title: '1' }, { title: '2' })
  assert.deepEqual(bot.telegram.textsOf(ANN), ['<b>1</b>', '<b>1</b>', '<b>2</b>'])
})

test('a person who blocks the bot is unlinked, and told so in the portal', async () => {
  await using bot = await openTestBot()
  bot.telegram.blocked.add(ANN)
  const { username, deliveries } = await delivered(bot, { title: '1' })
  assert.match(deliveries[0]?.lastError ?? '', /403: Forbidden: bot was blocked/)
  assert.notEqual(deliveries[0]?.failedAt, null)
  const page = await (await bot.portal(username, '/telegram')).text()
  assert.match(page, /Your chat was unlinked[^]*bot was blocked by the user/)
  assert.match(page, /Link Telegram/)
  const [entry] = await listAudit(bot.db, { limit: 1 })
  assert.equal(entry?.action, 'telegram.unlink')
  await notify(bot.db, username, { title: '2' })
  await until(async () => {
    const { rows } = await bot.db.pool.query('select from core.channel where seq = 2')
    return rows.length === 1
  })
  assert.equal((await deliveriesOf(bot.db, CHANNEL, username, 10)).length, 1)
})

test('one message that Telegram will never take ends with its reason and holds up none', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('sendMessage', { status: 400, description: 'Bad Request: TEXT_ODD' })
  const { deliveries } = await delivered(bot, { title: '1' }, { title: '2' })
  assert.deepEqual(bot.telegram.textsOf(ANN), ['<b>2</b>'])
  assert.match(deliveries[1]?.lastError ?? '', /TEXT_ODD/)
})

test('a refused token costs no notification: they wait until it is mended', async () => {
  await using bot = await openTestBot({ token: 'wrong' })
  const username = await bot.linked('ann', ANN)
  await notify(bot.db, username, { title: '1' })
  await until(async () => {
    const state = await channelState(bot.db, CHANNEL)
    return state.waiting === 1 && /401/.test(state.lastError ?? '')
  })
})

test('a person who was locked gets nothing, not even what was waiting', async () => {
  await using bot = await openTestBot()
  bot.telegram.fail('sendMessage', { status: 502, description: 'Bad Gateway' })
  const username = await bot.linked('ann', ANN)
  await notify(bot.db, username, { title: '1' })
  await until(() => bot.telegram.calls.some(({ method }) => method === 'sendMessage'))
  await bot.db.pool.query('update core.person set suspended_at = now()')
  await settled(bot, 1)
  assert.deepEqual(bot.telegram.textsOf(ANN), [])
})
