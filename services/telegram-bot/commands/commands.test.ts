import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceAddress } from '#core/service.ts'
import { notify } from '#core/notifications/notify.ts'
import { openLoopbackServer } from '../../../tests/peers/loopback-server.ts'
import { openTestBot, type TestBot } from '../../../tests/peers/telegram-bot.ts'
import { until } from '../../../tests/peers/until.ts'
import manifest from '../service.ts'

const [runnerId = ''] = manifest.needs

const ANN = 77
const BOB = 78
const longName = `${'quarterly_revenue_by_region_'.repeat(4)}.py`

/** A service that runs scripts: `slow.py` takes until it is let go. */
async function openRunner(t: TestContext) {
  const asked: string[] = []
  const tokens = new Set<string | undefined>()
  const gate = Promise.withResolvers<void>()
  const outcomes: Record<string, object> = {
    'drop.py': { status: 'notified' },
    'calm.py': { status: 'quiet' },
    'bad.py': { status: 'failed', error: 'ZeroDivisionError *in* line_7', remedy: 'Mend it.' },
    'odd.py': { status: 'failed', error: 'ValueError: \0\ud83d' },
    [longName]: { status: 'quiet' },
    'slow.py': { status: 'quiet' },
  }
  const server = await openLoopbackServer(async (request, response) => {
    tokens.add(request.headers.authorization)
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const send = (value: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (request.method === 'GET')
      return void send(
        Object.keys(outcomes).map((name) => ({
          ...{ name, lastRun: null, status: null },
          ...(name === 'calm.py' && { paused: true }),
        })),
      )
    const { user, name } = JSON.parse(body) as { user: string; name: string }
    asked.push(`${user} ${name}`)
    if (name === 'slow.py') await gate.promise
    send(outcomes[name] ?? {})
  })
  t.after(() => {
    gate.resolve()
    return server[Symbol.asyncDispose]()
  })
  const about = { title: 'Runner', description: 'A runner of a test', kind: 'daemon' } as const
  const service: ServiceAddress = {
    manifest: { id: runnerId, ...about },
    address: server.url,
  }
  return { service, asked, tokens, letGo: gate.resolve }
}

const heard = (bot: TestBot, chatId: number, text: RegExp) =>
  until(() => bot.telegram.textsOf(chatId).some((said) => text.test(said)))

test('a linked person gets their account, help, their scripts and a report with an image', async (t) => {
  const runner = await openRunner(t)
  await using bot = await openTestBot({ services: [runner.service] })
  const username = await bot.linked('ann', ANN)
  await notify(bot.db, username, { title: 'x' })
  for (const command of ['/Whoami', '/help', '/status', '/test', '/start', 'hello'])
    bot.telegram.write(ANN, command)
  await heard(bot, ANN, /do not know this command/)
  const said = bot.telegram.textsOf(ANN).join('\n')
  assert.match(said, new RegExp(`You are <code>${username}</code>.*\\n.*This chat: ${ANN}`))
  assert.match(said, /\/unlink – end the link/)
  assert.match(said, /drop\.py<\/code> never run\n/)
  assert.match(said, /calm\.py<\/code> never run; paused\n/)
  assert.match(said, /Test report for[^]*1 notification in 14 days, 1 of them today; 1 unread/)
  const photo = bot.telegram.arrived.find((call) => call.photo)?.photo
  assert.deepEqual([photo?.type, photo?.name], ['image/png', 'image.png'])
  assert.equal(photo?.bytes.subarray(1, 4).toString(), 'PNG')
  assert.deepEqual([...runner.tokens], [`Bearer ${bot.secrets.text('runner-token')}`])
})

test('a chat that is not linked, or whose person is locked, learns how to link and nothing else', async () => {
  await using bot = await openTestBot()
  const username = await bot.linked('bob', BOB)
  await bot.db.pool.query('update core.person set suspended_at = now() where username = $1', [
    username,
  ])
  const commands = ['/status', '/test', '/whoami', '/unlink']
  for (const chat of [ANN, BOB]) for (const command of commands) bot.telegram.write(chat, command)
  for (const chat of [ANN, BOB]) {
    await until(() => bot.telegram.textsOf(chat).length === commands.length)
    for (const said of bot.telegram.textsOf(chat)) assert.match(said, /not linked.*\/telegram/)
  }
})

test('a command for another bot is left to it, one for this bot by its name is not', async () => {
  await using bot = await openTestBot()
  await until(async () => (await (await fetch(`${bot.url}/health`)).text()).includes('ok'))
  bot.telegram.write(ANN, '/help@another_bot')
  await until(() => bot.telegram.calls.some(({ method }) => method === 'getMe'))
  await sleep(200)
  bot.telegram.write(ANN, '/help@Acme_Data_Bot')
  await heard(bot, ANN, /Commands/)
  assert.equal(bot.telegram.textsOf(ANN).length, 1)
})

test('/unlink ends the link from the chat', async () => {
  await using bot = await openTestBot()
  await bot.linked('ann', ANN)
  bot.telegram.write(ANN, '/unlink')
  await heard(bot, ANN, /not linked any more/)
  bot.telegram.write(ANN, '/whoami')
  await heard(bot, ANN, /not linked to an account/)
})

test('a Run button says how the run ended', async (t) => {
  const runner = await openRunner(t)
  await using bot = await openTestBot({ services: [runner.service] })
  const username = await bot.linked('ann', ANN)
  for (const name of ['drop.py', 'calm.py', 'bad.py', 'gone.py'])
    bot.telegram.press(ANN, `run:${name}`)
  await heard(bot, ANN, /drop\.py<\/code> has raised an alert/)
  await heard(bot, ANN, /calm\.py<\/code> ran and raised no alert/)
  await heard(bot, ANN, /failed: <code>ZeroDivisionError \*in\* line_7<\/code>\n<code>Mend it/)
  await heard(bot, ANN, /not there any more/)
  assert.deepEqual(
    runner.asked,
    ['drop.py', 'calm.py', 'bad.py'].map((name) => `${username} ${name}`),
  )
})

test('a reason with what no database keeps was told as a restart of the server: it is told as it is', async (t) => {
  const runner = await openRunner(t)
  await using bot = await openTestBot({ services: [runner.service] })
  await bot.linked('ann', ANN)
  bot.telegram.press(ANN, 'run:odd.py')
  await heard(bot, ANN, /odd\.py<\/code> failed: <code>ValueError: {2}\ufffd<\/code>/)
  assert.equal(runner.asked.length, 1)
})

test('weakness: 64-byte callback limit ignored', async (t) => {
  const runner = await openRunner(t)
  await using bot = await openTestBot({ services: [runner.service] })
  const username = await bot.linked('ann', ANN)
  bot.telegram.write(ANN, '/status')
  await heard(bot, ANN, /Scripts of/)
  const markup = bot.telegram.arrived[0]?.fields['reply_markup'] ?? ''
  const data = /"(run~[^"]+)"/.exec(markup)?.[1] ?? ''
  bot.telegram.press(ANN, data)
  await heard(bot, ANN, /ran and raised no alert/)
  assert.deepEqual(runner.asked, [`${username} ${longName}`])
})

test('weakness: serial processing: a slow script holds up nobody, not even its own chat', async (t) => {
  const runner = await openRunner(t)
  await using bot = await openTestBot({ services: [runner.service] })
  await bot.linked('ann', ANN)
  await bot.linked('bob', BOB)
  bot.telegram.press(ANN, 'run:slow.py')
  await heard(bot, ANN, /Running/)
  bot.telegram.write(ANN, '/whoami')
  bot.telegram.press(BOB, 'run:calm.py')
  await heard(bot, ANN, /You are/)
  await heard(bot, BOB, /no alert/)
  assert.doesNotMatch(bot.telegram.textsOf(ANN).join(), /slow\.py<\/code> ran/)
  runner.letGo()
  await heard(bot, ANN, /slow\.py<\/code> ran/)
})

test('weakness: lost replies: a run that a restart has interrupted is reported and not started again', async (t) => {
  const runner = await openRunner(t)
  await using bot = await openTestBot({ services: [runner.service] })
  await bot.linked('ann', ANN)
  bot.telegram.press(ANN, 'run:slow.py')
  await until(() => runner.asked.length === 1)
  await bot.restart()
  await heard(bot, ANN, /interrupted by a restart/)
  assert.equal(runner.asked.length, 1)
})

test('the result of a run that Telegram did not take is sent again without a second run', async (t) => {
  const runner = await openRunner(t)
  await using bot = await openTestBot({ services: [runner.service] })
  await bot.linked('ann', ANN)
  bot.telegram.press(ANN, 'run:slow.py')
  await heard(bot, ANN, /Running/)
  bot.telegram.fail('sendMessage', { status: 502, description: 'Bad Gateway' }, 'cut')
  runner.letGo()
  await heard(bot, ANN, /slow\.py<\/code> ran/)
  assert.equal(runner.asked.length, 1)
})

test('without a service that runs scripts the chat says so', async () => {
  await using bot = await openTestBot()
  await bot.linked('ann', ANN)
  bot.telegram.write(ANN, '/status')
  bot.telegram.press(ANN, 'run:drop.py')
  await until(() => bot.telegram.textsOf(ANN).length === 2)
  for (const said of bot.telegram.textsOf(ANN)) assert.match(said, /No service here runs scripts/)
})

test('a runner that is down or refuses is reported with its reason', async () => {
  const about = { title: 'Runner', description: 'A runner that is down', kind: 'daemon' } as const
  const service = { manifest: { id: runnerId, ...about }, address: 'http://127.0.0.1:9' }
  await using bot = await openTestBot({ services: [service] })
  await bot.linked('ann', ANN)
  bot.telegram.write(ANN, '/status')
  bot.telegram.press(ANN, 'run:drop.py')
  await heard(bot, ANN, /cannot be listed now: .*ECONNREFUSED/)
  await heard(bot, ANN, /The script failed: .*ECONNREFUSED/)
})
