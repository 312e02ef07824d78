import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Registry } from 'prom-client'
import { createLog } from '../log.ts'
import { createHttpApp } from './app.ts'
import { requireServiceToken } from './require-service-token.ts'
import { Router } from './router.ts'
import { isSameSecret } from './same-secret.ts'
import { listen } from './server.ts'

const TOKEN = 'a-secret-of-the-stack'

let server: Awaited<ReturnType<typeof listen>>
before(async () => {
  const app = createHttpApp({
    service: 'guarded',
    log: createLog('silent'),
    metrics: new Registry(),
    health: async () => ({ status: 'ok' }),
    routers: [
      new Router()
        .get('/guarded', requireServiceToken(TOKEN), (ctx) => void (ctx.body = 'in'))
        .get('/unset', requireServiceToken(''), (ctx) => void (ctx.body = 'in')),
    ],
  })
  server = await listen(app.callback(), { host: '127.0.0.1', port: 0, drainMs: 200 })
})
after(() => server.close())

async function ask(path: string, authorization?: string): Promise<readonly unknown[]> {
  const headers = authorization === undefined ? {} : { authorization }
  const answer = await fetch(server.url + path, { headers })
  const text = await answer.text()
  return [answer.status, answer.ok ? text : (JSON.parse(text) as { code: string }).code]
}

for (const given of [`Bearer ${TOKEN}`, `bearer ${TOKEN}`])
  test(`“${given}” lets a service pass`, async () => {
    assert.deepEqual(await ask('/guarded', given), [200, 'in'])
  })

for (const given of [
  undefined,
  '',
  'Bearer',
  'Bearer ',
  TOKEN,
  `Basic ${TOKEN}`,
  `Bearer ${TOKEN}x`,
  `Bearer ${TOKEN.slice(1)}`,
  `Bearer ${TOKEN.toUpperCase()}`,
  `Bearer ${TOKEN} ${TOKEN}`,
  `Bearer "${TOKEN}"`,
])
  test(`“${given ?? 'nothing'}” lets nobody pass`, async () => {
    assert.deepEqual(await ask('/guarded', given), [401, 'services_only'])
  })

test('where no secret was set nobody passes, also who shows none', async () => {
  for (const given of [undefined, '', 'Bearer', 'Bearer x'])
    assert.deepEqual(await ask('/unset', given), [401, 'services_only'])
})

test('two texts are the same secret when they are the same text, and none is where it is empty', () => {
  assert.equal(isSameSecret('ž', 'ž'), true)
  for (const [given, secret] of [
    ['', ''],
    ['a', ''],
    ['', 'a'],
    ['a', 'A'],
    ['a', 'aa'],
    ['a\0', 'a'],
    ['é', 'e\u0301'],
  ] as const)
    assert.equal(isSameSecret(given, secret), false, `${given} ${secret}`)
})
