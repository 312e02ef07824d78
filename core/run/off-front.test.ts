import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listen } from '../http/server.ts'
import { offFront } from './off-front.ts'

const manifest = { id: 'bot', title: 'Bot', description: 'x', kind: 'daemon' } as const

test('a service that is off is healthy, says why, and answers nothing else', async (t) => {
  const front = offFront(manifest, 'BOT_TOKEN not set')
  const server = await listen(front.handler, { host: '127.0.0.1', port: 0, upgrade: front.upgrade })
  t.after(() => server.close())
  for (const path of ['/ready', '/health']) {
    const answer = await fetch(server.url + path)
    assert.equal(answer.status, 200)
    assert.deepEqual(await answer.json(), { status: 'ok', detail: 'off: BOT_TOKEN not set' })
  }
  const page = await fetch(`${server.url}/bot`)
  assert.equal(page.status, 503)
  assert.deepEqual(await page.json(), { title: 'Bot', reason: 'BOT_TOKEN not set' })
})
