import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createLog } from '#core/log.ts'
import { FormBrowser } from '../tests/peers/form-browser.ts'
import { openFakeService, openTestPortal, testPassword } from '../tests/peers/portal.ts'
import { overall, stackHealth } from './stack-health.ts'

const own = () => Promise.resolve({ status: 'ok' } as const)

function answering(value: unknown) {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(value))
  }
}

test('the worst part decides', () => {
  assert.equal(overall([{ status: 'ok' }, { status: 'ok' }]), 'ok')
  assert.equal(overall([{ status: 'ok' }, { status: 'degraded' }]), 'degraded')
  assert.equal(overall([{ status: 'failed' }, { status: 'degraded' }]), 'failed')
  assert.equal(overall([]), 'ok')
})

test('a service that answers nonsense, too slowly or not at all has failed, and the reason is told', async () => {
  const health = '/health'
  await using nonsense = await openFakeService(
    { id: 'nonsense', health },
    answering({ status: 'fine' }),
  )
  await using silent = await openFakeService({ id: 'silent', health }, () => undefined)
  const { manifest } = nonsense.service
  const gone = { manifest: { ...manifest, id: 'gone' }, address: 'unix:/nowhere.sock' }
  const parts = await stackHealth([nonsense.service, silent.service, gone], own)
  assert.deepEqual(
    parts.map(({ id, status }) => `${id} ${status}`),
    ['nonsense failed', 'silent failed', 'gone failed'],
  )
  assert.match(parts[1]?.detail ?? '', /no answer within 2 seconds/)
  assert.match(parts[2]?.detail ?? '', /ENOENT/)
})

test('an isolated service is not asked: the portal has no way to it', async () => {
  await using unreachable = await openFakeService(
    { id: 'walled', health: '/health' },
    () => undefined,
  )
  const { manifest } = unreachable.service
  const isolated = { manifest: { ...manifest, isolated: true }, address: 'unix:/nowhere.sock' }
  assert.deepEqual(await stackHealth([isolated], own), [])
})

test('unauthenticated and detailed health (of the original): strangers learn no more than the states', async () => {
  const lastWork = '2026-11-23T10:00:00.000Z'
  const health = { status: 'degraded', detail: 'table crm/contacts failed', lastWork }
  await using data = await openFakeService(
    { id: 'data', title: 'Data', health: '/health' },
    answering(health),
  )
  await using portal = await openTestPortal({ services: [data.service] })
  await portal.addPerson('ann@acme.com')
  await portal.addPerson('root@acme.com', { admin: true })
  const states = [
    { id: 'webapp', status: 'ok' },
    { id: 'data', status: 'degraded' },
  ]

  const stranger = await fetch(`${portal.url}/health`)
  assert.equal(stranger.status, 200)
  assert.deepEqual(await stranger.json(), { status: 'degraded', services: states })

  const ann = new FormBrowser(portal.url)
  await ann.signIn('ann@acme.com', testPassword)
  assert.deepEqual(JSON.parse((await ann.get('/health')).text).services, states)
  assert.equal((await ann.get('/status')).status, 403)

  const root = new FormBrowser(portal.url)
  await root.signIn('root@acme.com', testPassword)
  assert.equal((await root.get('/health')).headers.get('location'), '/status')
  const { services } = JSON.parse((await root.get('/health', { accept: 'application/json' })).text)
  assert.deepEqual(services[1], { id: 'data', ...health })
  assert.match((await root.get('/status')).text, /table crm\/contacts failed/)
})

test('health asks only for services that are switched on, and is 503 when one of them is gone', async () => {
  const written = new PassThrough({ encoding: 'utf8' })
  const manifest = {
    id: 'gone',
    title: 'Gone',
    description: 'x',
    kind: 'daemon',
    health: '/health',
  } as const
  await using portal = await openTestPortal({
    services: [{ manifest, address: 'http://127.0.0.1:9' }],
    log: createLog('warn', written),
  })
  const answer = await fetch(`${portal.url}/health`)
  assert.equal(answer.status, 503)
  assert.equal(((await answer.json()) as { status: string }).status, 'failed')
  assert.equal((await fetch(`${portal.url}/ready`)).status, 200)
  // Why, the log tells: a stranger is not told, and who is alarmed comes when it may be well again.
  assert.match(
    String(written.read()),
    /"id":"gone","detail":"It does not answer: [^"]*ECONNREFUSED/,
  )
})

test('a way to sign in that is set up wrongly is shown with the reason and leaves the others alone', async () => {
  const auth = { providers: { password: { label: 7 } }, disabled: ['magic-link'] }
  await using portal = await openTestPortal({ auth })
  const login = await new FormBrowser(portal.url).get('/login')
  assert.equal(login.status, 200)
  assert.match(login.text, /No way to sign in is set up/)
  const answer = await fetch(`${portal.url}/health`)
  assert.deepEqual(await answer.json(), {
    status: 'degraded',
    services: [{ id: 'webapp', status: 'degraded' }],
  })
})
