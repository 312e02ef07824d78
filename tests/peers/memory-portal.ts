import type { RequestListener } from 'node:http'
import { Registry } from 'prom-client'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { listen } from '#core/http/server.ts'
import { createLog } from '#core/log.ts'
import { collectionHealth } from '../../services/corporate-memory/catalogue/collection-health.ts'
import { memoryApp } from '../../services/corporate-memory/memory-app.ts'
import manifest from '../../services/corporate-memory/service.ts'
import { openTestMemory, type TestMemory } from './memory.ts'
import { temporaryFolder } from './stack.ts'
import { openTestPortal, type TestPortal } from './portal.ts'

/** The corporate memory behind the real portal, as people and programs reach it. */
export interface MemoryPortal extends AsyncDisposable {
  readonly portal: TestPortal
  readonly memory: TestMemory
  readonly homesDir: string
  /** The service itself, for routes with a token. */
  readonly url: string
}

export async function openMemoryPortal(): Promise<MemoryPortal> {
  await using opened = new AsyncDisposableStack()
  const memory = opened.use(await openTestMemory())
  const { path: homesDir } = opened.use(await temporaryFolder())
  let handler: RequestListener = (_request, response) => response.writeHead(503).end()
  const server = await listen((request, response) => handler(request, response), {
    host: '127.0.0.1',
    port: 0,
    drainMs: 500,
  })
  opened.defer(() => server.close())
  const portal = opened.use(await openTestPortal({ services: [{ manifest, address: server.url }] }))
  const { secrets } = portal
  const identity = portalIdentity({
    secret: secrets.text('portal-identity'),
    serviceId: manifest.id,
  })
  const app = memoryApp(
    {
      db: memory.db,
      homesDir,
      votesNeeded: 2,
      reviewers: 'administrators',
      tokensPerDay: 1000,
      now: () => new Date(),
    },
    {
      ...{ log: createLog('silent'), metrics: new Registry(), secrets, service: manifest.id },
      identity,
      health: () => collectionHealth(memory.db),
    },
  )
  handler = app.callback()
  const kept = opened.move()
  return {
    portal,
    memory,
    homesDir,
    url: server.url,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
