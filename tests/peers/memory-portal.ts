import { Registry } from 'prom-client'
import { createLog } from '#core/log.ts'
import { collectionHealth } from '../../services/corporate-memory/catalogue/collection-health.ts'
import { memoryApp } from '../../services/corporate-memory/memory-app.ts'
import manifest from '../../services/corporate-memory/service.ts'
import { openTestMemory, type TestMemory } from './memory.ts'
import { temporaryFolder } from './stack.ts'
import { openServicePortal, type ServicePortal } from './service-portal.ts'

/** The corporate memory behind the real portal, as people and programs reach it. */
export interface MemoryPortal extends ServicePortal {
  readonly memory: TestMemory
  readonly homesDir: string
}

export async function openMemoryPortal(): Promise<MemoryPortal> {
  await using opened = new AsyncDisposableStack()
  const memory = opened.use(await openTestMemory())
  const { path: homesDir } = opened.use(await temporaryFolder())
  const behind = await openServicePortal(manifest, ({ secrets }, identity) =>
    memoryApp(
      {
        db: memory.db,
        homesDir,
        votesNeeded: 2,
        reviewers: 'administrators',
        tokensPerDay: 1000,
        expireDays: 365,
        now: () => new Date(),
      },
      {
        ...{ log: createLog('silent'), metrics: new Registry(), secrets, service: manifest.id },
        identity,
        health: () => collectionHealth(memory.db),
      },
    ).callback(),
  )
  const { portal, url } = opened.use(behind)
  const kept = opened.move()
  return {
    portal,
    memory,
    homesDir,
    url,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
