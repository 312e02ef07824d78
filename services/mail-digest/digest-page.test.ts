import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { Registry } from 'prom-client'
import { readEnv } from '#core/env.ts'
import { listen } from '#core/http/server.ts'
import { runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { findPaths } from '#core/paths.ts'
import { openSecrets } from '#core/secrets.ts'
import { exampleInstance } from '../../tests/peers/example-instance.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword } from '../../tests/peers/portal.ts'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { createApp } from './main.ts'
import manifest from './service.ts'
import { subscriptionOf } from './subscriptions.ts'

const rawEnv = { PORTAL_IDENTITY: 'a secret of the tests, long enough for HMAC' }

test('a person orders a digest in the portal, changes its time, and switches it off again', async (t) => {
  const dir = join(import.meta.dirname, 'migrations')
  const storage = await openTestDatabase([{ owner: manifest.id, dir }])
  t.after(() => storage.close())
  const log = createLog('silent')
  const app = await createApp({
    ...storage,
    manifest,
    env: readEnv(manifest.env, rawEnv),
    rawEnv,
    instance: exampleInstance(),
    paths: findPaths('/nowhere', { DATA_DIR: '/nowhere', CONFIG_DIR: '/nowhere' }),
    publicUrl: new URL('https://data.example.com'),
    secrets: openSecrets({ dir: '/nowhere', rawEnv }),
    log,
    metrics: new Registry(),
    services: [],
  })
  const server = await listen(app.handler, { host: '127.0.0.1', port: 0, drainMs: 200 })
  t.after(() => server.close())
  await using portal = await openTestPortal({
    rawEnv,
    services: [{ manifest, address: server.url }],
  })
  const { username } = await portal.addPerson('ann@example.com')
  const browser = new FormBrowser(portal.url)
  await browser.signIn('ann@example.com', testPassword)

  assert.match((await browser.get('/digest')).text, /You get no digest[^]*value="08:00"[^]*"UTC"/)
  const order = { at: '06:30', timeZone: 'Europe/Prague' }
  assert.equal((await browser.submit('/digest', '/digest', order)).status, 303)
  assert.match((await browser.get('/digest')).text, /You get a daily digest[^]*value="06:30"/)
  for (const odd of [{ at: '6:30' }, { at: "06:30'" }, { timeZone: 'Mars/Base' }, { timeZone: '' }])
    assert.equal((await browser.submit('/digest', '/digest', { ...order, ...odd })).status, 400)
  assert.equal((await browser.post('/digest/off', { csrf: 'x' })).status, 403)
  const stored = await subscriptionOf(storage.db, username)
  assert.deepEqual([stored?.at, stored?.timeZone], ['06:30', 'Europe/Prague'])
  const page = async () => (await browser.get('/digest')).text
  assert.doesNotMatch(await page(), /The last one/)
  const { pool } = storage.db
  const { rows } = await pool.query<{ id: number }>(
    `insert into core.mail (recipient, subject, body) values ('ann@example.com', 's', 'b') returning id`,
  )
  await pool.query('update mail_digest.subscription set mail_id = $1', [rows[0]?.id])
  for (const [change, said] of [
    ['last_error = null', /The last one, of [^]*,\s+waits: no mail server has taken it yet/],
    [`last_error = '421 mx1.acme.internal'`, /waits: no mail server has taken it yet/],
    [`failed_at = now(), last_error = '550 mx1.acme.internal'`, /was not delivered: [^]*outbox/],
    ['sent_at = now()', /The last one was sent /],
  ] as const) {
    await pool.query(`update core.mail set ${change}`)
    assert.match(await page(), said)
    assert.doesNotMatch(await page(), /mx1/, 'what the server says names machines')
  }
  await browser.submit('/digest', '/digest/off')
  assert.equal(await subscriptionOf(storage.db, username), undefined)

  const healthOf = async () => (await (await fetch(`${server.url}/health`)).json()) as object
  assert.deepEqual(await healthOf(), { status: 'ok' })
  await runJob(
    { ...storage, log },
    { name: manifest.id, run: () => Promise.reject(new Error('no')) },
  )
  assert.deepEqual(await healthOf(), { status: 'degraded', detail: 'no' })
  assert.equal((await fetch(`${server.url}/digest`)).status, 401)
})
