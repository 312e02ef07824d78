import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createHttpApp } from '#core/http/app.ts'
import { listen } from '#core/http/server.ts'
import type { Router } from '#core/http/router.ts'
import { createLog } from '#core/log.ts'
import { Registry } from 'prom-client'
import { until } from '../../../tests/peers/until.ts'
import { openProcessWatch } from './process-watch.ts'
import { runRoutes, wallHealth } from './run-routes.ts'

const place = {
  folder: '/nowhere',
  objectPath: (sha256: string) => sha256,
  python: '/usr/bin/no-python-here',
  filter: '',
  root: '/',
  user: undefined,
  processes: openProcessWatch(),
}
const run = { id: '1', owner: 'ann', language: 'py', fileName: 's.py', source: '', tables: [] }

async function ask(
  routes: Router,
  path: string,
  body?: object,
): Promise<Readonly<Record<string, unknown>>> {
  await using server = await serve(routes)
  const headers = { 'content-type': 'application/json' }
  const sent = body && { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(new URL(path, server.url), sent)
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) }
}

async function serve(routes: Router) {
  const [log, metrics] = [createLog('silent'), new Registry()]
  const health = async () => wallHealth({ hole: 'there is none' })
  const app = createHttpApp({ service: 'script-sandbox', log, metrics, health, routers: [routes] })
  const { url, close } = await listen(app.callback(), { host: '127.0.0.1', port: 0 })
  return { url, [Symbol.asyncDispose]: close }
}

test('no sandbox available: every run is refused with the remedy, and the health page says so', async () => {
  const routes = () => runRoutes(place, { hole: 'there is none' })
  const refused = await ask(routes(), '/run', run)
  assert.deepEqual([refused.status, refused['code']], [503, 'no_wall'])
  assert.match(String(refused['remedy']), /apt-get install bubblewrap/)
  const health = await ask(routes(), '/health')
  assert.deepEqual(health['detail'], 'scripts are not run here: there is none')
})

const wall = { name: 'a wall that is never asked', maxFiles: 1, command: () => assert.fail() }

test('a host without Python refuses a .py script clearly', async () => {
  const refused = await ask(runRoutes(place, { wall }), '/run', run)
  assert.deepEqual([refused.status, refused['code']], [503, 'no_python'])
  assert.match(String(refused['remedy']), /in SQL or JavaScript/)
})

test('tables of more files than a wall can show are refused before anything runs', async () => {
  const objects = ['a'.repeat(64), 'b'.repeat(64)]
  const tables = [{ schema: 'shop', name: 'orders', objects }]
  const asked = { ...run, language: 'sql', tables }
  const refused = await ask(runRoutes(place, { wall }), '/run', asked)
  assert.equal(refused['code'], 'too_many_files')
})

interface Sent {
  readonly signal?: AbortSignal
  readonly owner?: string
  readonly wallSeconds?: number
}

test('a run whose asker went away held up the next of its person for a minute: it is ended, and the next runs', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'routes-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const open = { name: 'none', maxFiles: 1, command: () => [] }
  const here = { ...place, folder, root: join(import.meta.dirname, '../../..') }
  await using server = await serve(runRoutes(here, { wall: open }))
  const send = (source: string, { signal, ...more }: Sent = {}) =>
    fetch(new URL('/run', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...run, language: 'js', fileName: 's.js', source, ...more }),
      ...(signal && { signal }),
    })
  const forEver = 'setInterval(() => {}, 1000)'
  const [leaving, other] = [new AbortController(), new AbortController()]
  const left = send(forEver, { signal: leaving.signal, wallSeconds: 60 })
  const shorter = send(forEver, { signal: other.signal, owner: 'bob', wallSeconds: 50 })
  await until(async () => (await readdir(folder)).length === 2, 'both run')
  assert.equal((await send('')).status, 429)
  leaving.abort()
  await assert.rejects(left)
  const next = until(async () => {
    const answer = await send('console.log(1)')
    return answer.status === 200 && ((await answer.json()) as { readonly stdout: string }).stdout
  }, 'the next one runs')
  assert.equal(await Promise.race([next, shorter.then(() => 'only after a minute')]), '1\n')
  other.abort()
  await assert.rejects(shorter)
})
