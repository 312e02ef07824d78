import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { Router } from '#core/http/router.ts'
import { readEnv } from '#core/env.ts'
import { isOnce, runOnce } from '#core/run/run-once.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { collectionHealth } from './collection-health.ts'
import { collect } from './collect/collect.ts'
import { compressCopies } from './collect/compress-copies.ts'
import { pruneCopies } from './collect/prune-copies.ts'
import { collectByHand } from './collect-by-hand.ts'
import { machineRoutes } from './routes/machine-routes.ts'
import { pageRoutes } from './routes/page-routes.ts'
import manifest from './service.ts'
import { storeDirOf } from './sessions.ts'

const MEGABYTE = 1024 * 1024
/** A transcript that has not grown for a day is most likely done. */
const QUIET_HOURS = 24

/** Answers the portal and people's programs; the collecting itself is `runOnce`, by the schedule. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, env, log, metrics, paths, secrets } = deps
  const place = { db, storeDir: storeDirOf(paths.dataDir) }
  const identity = portalIdentity({
    secret: secrets.text('portal-identity'),
    serviceId: manifest.id,
  })
  const quotaBytes = env.SESSIONS_QUOTA_MB * MEGABYTE
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: () => collectionHealth(db),
    routers: [
      machineRoutes(new Router(), { ...place, quotaBytes }, secrets),
      pageRoutes(new Router(), place, identity),
    ],
  })
  return { handler: app.callback(), close: () => Promise.resolve() }
}

/** One collection: everyone's transcripts into the store. */
export async function runJob(
  { db, paths, rawEnv, log }: ServiceDeps,
  signal?: AbortSignal,
): Promise<string> {
  const { SESSIONS_QUOTA_MB: quota, SESSIONS_KEEP_DAYS: days } = readEnv(manifest.env, rawEnv)
  const { homesDir, dataDir } = paths
  const place = { homesDir, storeDir: storeDirOf(dataDir), quotaBytes: quota * MEGABYTE }
  const { counts, refused, analysed } = await collect(db, place)
  await pruneCopies({ db, ...place }, days)
  await compressCopies({ db, ...place }, QUIET_HOURS, signal)
  for (const one of refused) log.warn(one, 'a transcript was not taken')
  return `${counts.new} new, ${counts.grown} grown, ${counts.rewritten} rewritten, ${counts.refused} refused, ${analysed} sessions analysed`
}

export { runJob as runOnce }

if (import.meta.main) {
  if (isOnce()) await runOnce(import.meta.dirname, collectByHand)
  else await serveService(import.meta.dirname, { createApp, runOnce: runJob })
}
