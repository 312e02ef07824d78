import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestBot, type TestBot } from '../../../tests/peers/telegram-bot.ts'

const ANN = 77
const png = Buffer.from('\x89PNG picture', 'latin1')

async function post(
  bot: TestBot,
  path: string,
  body: object | FormData,
  token = bot.secrets.text('send-token'),
) {
  const json = !(body instanceof FormData)
  const response = await fetch(bot.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(json && { 'content-type': 'application/json' }),
    },
    body: json ? JSON.stringify(body) : body,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('a text arrives with its Markdown, or as it is when that is asked for', async () => {
  await using bot = await openTestBot()
  const user = await bot.linked('ann', ANN)
  assert.deepEqual(await post(bot, '/send', { user, text: '*a* <b>' }), {
    status: 200,
    body: { ok: true },
  })
  await post(bot, '/send', { user, text: '*a*', parse_mode: '' })
  assert.deepEqual(bot.telegram.textsOf(ANN), ['<b>a</b> &lt;b&gt;', '*a*'])
})

test('a photo arrives from base64 and from a multipart form', async () => {
  await using bot = await openTestBot()
  const user = await bot.linked('ann', ANN)
  const photo = png.toString('base64')
  assert.equal((await post(bot, '/send_photo', { user, photo, caption: '*c*' })).status, 200)
  const form = new FormData()
  form.set('user', user)
  form.set('photo', new Blob([png]), 'x.png')
  assert.equal((await post(bot, '/send_photo', form)).status, 200)
  assert.deepEqual(bot.telegram.textsOf(ANN), ['<b>c</b>', ''])
  for (const { photo: sent } of bot.telegram.arrived) assert.deepEqual(sent?.bytes, png)
})

test('weakness: no sender identity on the socket', async () => {
  await using bot = await openTestBot()
  const user = await bot.linked('ann', ANN)
  for (const token of ['', 'x', bot.secrets.text('runner-token')])
    for (const path of ['/send', '/send_photo']) {
      const refused = await post(bot, path, { user, text: 'x' }, token)
      assert.deepEqual([refused.status, refused.body['code']], [401, 'services_only'])
    }
  assert.deepEqual(bot.telegram.arrived, [])
})

test('weakness: send_photo reads any path that the bot can read', async () => {
  await using bot = await openTestBot()
  const user = await bot.linked('ann', ANN)
  for (const more of [{ photo_path: '/etc/passwd' }, { photo: '/etc/passwd' }, {}])
    assert.equal((await post(bot, '/send_photo', { user, ...more })).status, 400)
  const form = new FormData()
  form.set('user', user)
  form.set('photo', '/etc/passwd')
  assert.equal((await post(bot, '/send_photo', form)).status, 400)
  const text = Buffer.from('root:x:0:0').toString('base64')
  const refused = await post(bot, '/send_photo', { user, photo: text })
  assert.deepEqual([refused.status, refused.body['code']], [400, 'not_a_photo'])
  assert.deepEqual(bot.telegram.arrived, [])
})

test('errors have the shape that callers know: 400, 404 and 502 with `error`', async () => {
  await using bot = await openTestBot()
  const user = await bot.linked('ann', ANN)
  for (const odd of [{}, { user }, { text: 'x' }, { user: 1, text: 'x' }]) {
    const refused = await post(bot, '/send', odd)
    assert.equal(refused.status, 400)
    assert.equal(typeof refused.body['error'], 'string')
  }
  assert.equal((await post(bot, '/send', { user: 'nobody', text: 'x' })).status, 404)
  bot.telegram.fail('sendMessage', { status: 500, description: 'Internal' })
  const failed = await post(bot, '/send', { user, text: 'x' })
  assert.deepEqual([failed.status, failed.body['code']], [502, 'telegram_refused'])
  bot.telegram.fail('sendMessage', { status: 400, description: 'Bad Request: chat not found' })
  await post(bot, '/send', { user, text: 'x' })
  assert.equal((await post(bot, '/send', { user, text: 'x' })).status, 404, 'the dead link is gone')
})

test('health answers without a secret', async () => {
  await using bot = await openTestBot()
  const health = await fetch(`${bot.url}/health`)
  assert.equal(((await health.json()) as { status: string }).status, 'ok')
})
