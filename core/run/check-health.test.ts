import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

const program = join(import.meta.dirname, 'check-health.cjs')

/** How the program ended, and what it said. */
function check(env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    )
  })
}

/** A service that becomes well after some questions. */
async function service(
  t: TestContext,
  unwell: number,
  where: { host: string; port: 0 } | { path: string },
) {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    response.writeHead(request.url === '/ready' && asked > unwell ? 200 : 503).end(`asked ${asked}`)
  })
  server.listen(where)
  await once(server, 'listening')
  t.after(() => server.close())
  return String((server.address() as AddressInfo).port)
}

test('a service that is not well is told at once, with what it says', async (t) => {
  const PORT = await service(t, 100, { host: '127.0.0.1', port: 0 })
  assert.deepEqual(await check({ PORT }), { code: 1, said: 'asked 1\n' })
  assert.match((await check({ PORT: '1' })).said, /ECONNREFUSED/)
})

test('it waits for a service that becomes well, at the address it was given', async (t) => {
  const PORT = await service(t, 2, { host: '127.77.0.9', port: 0 })
  assert.deepEqual(await check({ PORT, HOST: '127.77.0.9' }, '30'), { code: 0, said: 'asked 3\n' })
})

test('a service without a network is asked at its socket', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'health-'))
  t.after(() => rm(folder, { recursive: true }))
  await service(t, 0, { path: join(folder, 's') })
  assert.deepEqual(await check({}, '0', join(folder, 's')), { code: 0, said: 'asked 1\n' })
})

test('a service on a busy machine gets the time that the engine allows, not less', async (t) => {
  const server = createServer((_, response) => void setTimeout(() => response.end('late'), 5000))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const PORT = String((server.address() as AddressInfo).port)
  assert.deepEqual(await check({ PORT }), { code: 0, said: 'late\n' })
})
