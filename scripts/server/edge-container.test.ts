import assert from 'node:assert/strict'
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { exampleStack } from '../../tests/peers/example-stack.ts'
import { fakeServer } from '../../tests/peers/fake-server.ts'
import { planInstall } from './plan-install.ts'

const services = exampleStack.services.map((service) =>
  service.id === 'bot'
    ? { ...service, routes: [{ path: '/webhooks/more', auth: 'none' } as const] }
    : service,
)
const moreRoutes = { ...exampleStack, services }

/** What an installation of another version would do to the edge. */
async function doneToEdge(
  input: Parameters<typeof planInstall>[0],
): Promise<readonly (readonly [does: string, what: string])[]> {
  const steps = await planInstall(input)
  return steps
    .filter(({ does, what }) => what === 'edge.service' && does !== 'change')
    .map(({ does, what }) => [does, what])
}

test('the edge of another version with the same program in it goes on as it runs', async (t) => {
  const { inputOf } = await fakeServer(t, () => false)
  assert.deepEqual(await doneToEdge(await inputOf('2.0.0')), [])
})

test('other routes are read anew by the edge that runs, which ends no connection', async (t) => {
  const { inputOf } = await fakeServer(t, () => false)
  const input = await inputOf('2.0.0', moreRoutes)
  assert.deepEqual(await doneToEdge(input), [['reload', 'edge.service']])
})

test('another program in the edge’s image is started, and so is one with other settings', async (t) => {
  const { inputOf, layout } = await fakeServer(t, () => false)
  const restarted = [['restart', 'edge.service']]
  assert.deepEqual(await doneToEdge(await inputOf('2.0.0-new-program')), restarted)
  assert.deepEqual(await doneToEdge(await inputOf('2.0.0-new-program', moreRoutes)), restarted)
  await appendFile(join(layout.config, 'common.env'), 'LISTEN_ADDRESS=0.0.0.0\n')
  assert.deepEqual(await doneToEdge(await inputOf('1.0.0')), restarted)
})

test('a unit of the edge that was changed on the server is put right by a start', async (t) => {
  const { inputOf, layout } = await fakeServer(t, () => false)
  await appendFile(join(layout.quadlets, 'edge.container'), '# mine\n')
  assert.deepEqual(await doneToEdge(await inputOf('2.0.0')), [['restart', 'edge.service']])
})

test('the last layer of the edge’s image is its routes, so that the ones before tell its program', async () => {
  const file = join(import.meta.dirname, '../../services/edge/Dockerfile')
  const last = (await readFile(file, 'utf8')).trim().split('\n').at(-1)
  assert.equal(last, 'COPY deploy/caddy/Caddyfile /etc/caddy/Caddyfile')
})
