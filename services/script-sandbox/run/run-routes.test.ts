import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHttpApp } from '#core/http/app.ts'
import { listen } from '#core/http/server.ts'
import { Router } from '#core/http/router.ts'
import { createLog } from '#core/log.ts'
import { Registry } from 'prom-client'
import { runRoutes, wallHealth } from './run-routes.ts'

const place = {
  folder: '/nowhere',
  objectPath: (sha256: string) => sha256,
  python: '/usr/bin/no-python-here',
  filter: '',
  root: '/',
  user: undefined,
}
const run = { id: '1', owner: 'ann', language: 'py', fileName: 's.py', source: '', tables: [] }

async function ask(
  routes: Router,
  path: string,
  body?: object,
): Promise<Readonly<Record<string, unknown>>> {
  const [log, metrics] = [createLog('silent'), new Registry()]
  const health = async () => wallHealth({ hole: 'there is none' })
  const app = createHttpApp({ service: 'script-sandbox', log, metrics, health, routers: [routes] })
  const server = await listen(app.callback(), { host: '127.0.0.1', port: 0 })
  try {
    const headers = { 'content-type': 'application/json' }
    const sent = body && { method: 'POST', headers, body: JSON.stringify(body) }
    const answer = await fetch(new URL(path, server.url), sent)
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) }
  } finally {
    await server.close()
  }
}

test('no sandbox available: every run is refused with the remedy, and the health page says so', async () => {
  const routes = () => runRoutes(new Router(), place, { hole: 'there is none' })
  const refused = await ask(routes(), '/run', run)
  assert.deepEqual([refused.status, refused['code']], [503, 'no_wall'])
  assert.match(String(refused['remedy']), /apt-get install bubblewrap/)
  const health = await ask(routes(), '/health')
  assert.deepEqual(health['detail'], 'scripts are not run here: there is none')
})

const wall = { name: 'a wall that is never asked', maxFiles: 1, command: () => assert.fail() }

test('a host without Python refuses a .py script clearly', async () => {
  const refused = await ask(runRoutes(new Router(), place, { wall }), '/run', run)
  assert.deepEqual([refused.status, refused['code']], [503, 'no_python'])
  assert.match(String(refused['remedy']), /in SQL or JavaScript/)
})

test('tables of more files than a wall can show are refused before anything runs', async () => {
  const objects = ['a'.repeat(64), 'b'.repeat(64)]
  const tables = [{ schema: 'shop', name: 'orders', objects }]
  const asked = { ...run, language: 'sql', tables }
  const refused = await ask(runRoutes(new Router(), place, { wall }), '/run', asked)
  assert.equal(refused['code'], 'too_many_files')
})
