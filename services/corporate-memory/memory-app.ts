import type { Middleware } from 'koa'
import { createHttpApp } from '#core/http/app.ts'
import type { Logger } from '#core/log.ts'
import type { Secrets } from '#core/secrets.ts'
import type { Health } from '#core/service.ts'
import type { Registry } from 'prom-client'
import { apiRoutes } from './routes/api-routes.ts'
import type { MemoryDeps } from './routes/memory-deps.ts'
import { pageRoutes } from './routes/page-routes.ts'
import { reviewRoutes } from './routes/review-routes.ts'
import { machineRoutes } from './routes/machine-routes.ts'

/** Everything that the service answers. */
export function memoryApp(
  deps: MemoryDeps,
  around: {
    log: Logger
    metrics: Registry
    secrets: Secrets
    service: string
    identity: Middleware
    health: () => Promise<Health>
  },
): ReturnType<typeof createHttpApp> {
  const { log, metrics, secrets, service, identity, health } = around
  return createHttpApp({
    service,
    log,
    metrics,
    health,
    routers: [
      machineRoutes(deps, secrets),
      apiRoutes(deps, identity),
      pageRoutes(deps, identity),
      reviewRoutes(deps, identity),
    ],
  })
}
