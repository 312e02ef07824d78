import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { reloadCaddy } from '../../scripts/server/reload-caddy.ts'
import { freePort } from '../peers/free-port.ts'
import { temporaryFolder } from '../peers/stack.ts'
import { until } from '../peers/until.ts'

const run = promisify(execFile)
const IMAGE = 'caddy:2'
const skip =
  spawnSync('docker', ['image', 'inspect', IMAGE]).status === 0
    ? false
    : `the container image ${IMAGE} is not here`

async function serverAt(port: number): Promise<Server> {
  const server = createServer((_, response) => response.end('well'))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

// On a fast server one request of some thousand got 502 in an upgrade that changed a route.
test(
  'a request that waits for its second try when routes are read anew is answered',
  { skip },
  async (t) => {
    const folder = await temporaryFolder()
    t.after(() => folder[Symbol.asyncDispose]())
    const [edge, usual, beside] = [await freePort(), await freePort(), await freePort()]
    const routes = (more: string) => `{
  admin unix//tmp/admin.sock
  auto_https off
}
http://127.0.0.1:${edge} {
  bind 127.0.0.1
  ${more}
  reverse_proxy 127.0.0.1:${usual} 127.0.0.1:${beside} {
    lb_policy first
    lb_try_duration 10s
    fail_duration 1s
  }
}
`
    const file = join(folder.path, 'Caddyfile')
    await writeFile(file, routes(''))
    const { stdout } = await run('docker', [
      ...['run', '--detach', '--rm', '--network', 'host', '--volume', `${folder.path}:/routes:ro`],
      ...[IMAGE, 'caddy', 'run', '--config', '/routes/Caddyfile'],
    ])
    const id = stdout.trim()
    t.after(() => run('docker', ['kill', id]))
    const ask = async () => (await fetch(`http://127.0.0.1:${edge}/`)).status
    const next = await serverAt(beside)
    t.after(() => next.close())
    await until(() => ask().catch(() => undefined))

    // The usual one is tried again a second after it failed.
    const answers: Promise<number>[] = []
    await until(async () => {
      const began = performance.now()
      const answer = ask()
      answers.push(answer)
      const waits = await Promise.race([
        answer.then(() => false),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 50)),
      ])
      return waits && performance.now() - began < 200
    })
    const again = await serverAt(usual)
    t.after(() => again.close())
    await writeFile(file, routes('header X-Routes new'))
    const words = ['exec', id, 'caddy', 'reload', '--config', '/routes/Caddyfile']
    const reload = async () => {
      const { stderr } = await run('docker', [...words, '--address', 'unix//tmp/admin.sock'])
      return { code: 0, out: '', err: stderr }
    }
    await reloadCaddy({ scope: [], ask: reload }, 'caddy.service')
    assert.deepEqual(new Set(await Promise.all(answers)), new Set([200]))
    const { headers } = await fetch(`http://127.0.0.1:${edge}/`)
    assert.equal(headers.get('x-routes'), 'new')
  },
)
