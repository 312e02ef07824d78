import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { imageRoutes } from './routes/image-routes.ts'
import { inboxRoutes } from './routes/inbox-routes.ts'
import { liveRoutes } from './routes/live-routes.ts'
import { preferenceRoutes } from './routes/preference-routes.ts'
import manifest from './service.ts'
import { countOf } from '#core/portal/format-count.ts'

/** The pages of the inbox, and images for their owners alone. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, log, metrics, secrets } = deps
  const identity = portalIdentity(secrets, manifest.id)
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: async () => {
      const { rows } = await db.pool.query<{ head: number }>('select head from core.inbox')
      return { status: 'ok', detail: `${countOf(rows[0]?.head ?? 0, 'notification')} so far` }
    },
    routers: [
      imageRoutes(deps, identity),
      preferenceRoutes(deps, identity),
      await liveRoutes(deps, identity),
      inboxRoutes(db, identity),
    ],
  })
  return { handler: app.callback(), close: () => Promise.resolve() }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp })
