import { checkConnector } from '#core/unit-check.ts'
import { discoverUnits } from '#core/discover.ts'
import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { deviceTokenSecret } from '#core/identity/device-tokens.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { createDistribution } from './distribution/distribution.ts'
import { engineHealth } from './engine/engine-health.ts'
import { startEngine, type Engine } from './engine/engine.ts'
import { engineOptions, openEngineContext } from './engine/open-engine-context.ts'
import { GENERATION_CHANNEL } from './engine/publish-version.ts'
import { createPortalRouter } from './portal/portal-router.ts'
import manifest from './service.ts'

/** The whole service: the engine behind, the portal's pages and the analysts' downloads in front. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, events, leases, paths, secrets, log, metrics } = deps
  // One that is too short stops the start, and not each sync.
  deviceTokenSecret(secrets)
  const connectors = await discoverUnits(paths.root, 'connectors', checkConnector)
  const context = openEngineContext({ ...deps, connectors })
  const distribution = createDistribution({
    authenticate: (token) => principalOfBearer({ db, secrets }, token, 'data'),
    catalogue: context.catalogue,
    objects: context.objects,
    signingKey: secrets.signingKey('sync-signing-key'),
    keepMs: deps.env.SYNC_KEEP_HOURS * 3_600_000,
    log,
    metrics,
  })
  let engine: Engine | undefined
  const portal = createPortalRouter(context)
  const koa = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: () => engineHealth(context, engine),
    identity: portalIdentity(secrets, manifest.id),
    routers: [portal],
  })
  const answer = koa.callback()
  const stopListening = await events.listen(GENERATION_CHANNEL, distribution.generationPublished)
  return {
    // Objects leave before Koa: nothing stands between the disk and the socket.
    handler: (request, response) =>
      void distribution
        .handle(request, response)
        .then((done) => (done ? undefined : answer(request, response))),
    async start() {
      engine = startEngine(context, leases, engineOptions(deps.env))
    },
    async close() {
      await engine?.close()
      await stopListening()
    },
  }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp })
