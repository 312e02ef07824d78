import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { openGreetings } from './greetings.ts'
import { portalRouter } from './portal-router.ts'
import { publicRouter } from './public-router.ts'
import manifest from './service.ts'

/** The public address in front, which anyone reaches; the portal's pages behind its signed identity. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, secrets, env, log, metrics } = deps
  const greetings = openGreetings(db)
  const identity = portalIdentity(secrets, manifest.id)
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: async () => ({ status: 'ok', detail: `${await greetings.count()} greetings` }),
    routers: [publicRouter(greetings), portalRouter(greetings, identity, env.GUESTBOOK_LIMIT)],
  })
  return { handler: app.callback(), close: () => Promise.resolve() }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp })
