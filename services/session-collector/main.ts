import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { readEnv } from '#core/env.ts'
import { isOnce, runOnce } from '#core/run/run-once.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { collectionHealth } from './collection-health.ts'
import { collect } from './collect/collect.ts'
import { compressCopies } from './collect/compress-copies.ts'
import { ownReckoning } from './collect/own-reckoning.ts'
import { pruneCopies } from './collect/prune-copies.ts'
import { removeLeftovers } from './collect/remove-leftovers.ts'
import { collectByHand } from './collect-by-hand.ts'
import { activityRoutes } from './routes/activity-routes.ts'
import { machineRoutes } from './routes/machine-routes.ts'
import { pageRoutes } from './routes/page-routes.ts'
import manifest from './service.ts'
import { sessionPlace } from './session-place.ts'
import { makeTwins, pruneTwins, type Twins } from './twin/make-twins.ts'

const MEGABYTE = 1024 * 1024
/** A transcript that has not grown for a day is most likely done. */
const QUIET_HOURS = 24
/** So long one collection redacts; the next one goes on. */
const TWINS_MS = 5 * 60 * 1000

/** Answers the portal and people's programs; the collecting itself is `runOnce`, by the schedule. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, env, log, metrics, paths, secrets } = deps
  const sessions = sessionPlace(db, paths, env)
  const reckoning = ownReckoning(sessions, log)
  const place = { ...sessions, reckoning }
  const identity = portalIdentity(secrets, manifest.id)
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: () => collectionHealth(db),
    routers: [
      machineRoutes(place, secrets),
      activityRoutes(place, identity),
      pageRoutes(place, identity),
    ],
  })
  return { handler: app.callback(), close: () => reckoning.close() }
}

/** One collection: everyone's transcripts into the store. */
export async function runJob(
  { db, paths, rawEnv, log, secrets }: ServiceDeps,
  signal?: AbortSignal,
): Promise<string> {
  const env = readEnv(manifest.env, rawEnv)
  const place = sessionPlace(db, paths, env)
  const { prices } = place
  const { counts, refused, passedOver, analysed, unreckoned } = await collect(db, place, { prices })
  const key = secrets.text('session-redaction')
  const twins = await makeTwins({ ...place, key }, TWINS_MS, signal)
  await pruneCopies(place, env.SESSIONS_KEEP_DAYS)
  await pruneTwins(place, env.SESSIONS_KEEP_REDACTED_DAYS)
  const leftovers = await removeLeftovers(place)
  await compressCopies(place, QUIET_HOURS, signal)
  if (leftovers === undefined)
    log.warn(
      'the copies are of another database: none is removed, not those of removed people either',
    )
  for (const one of refused) log.warn(one, 'a transcript was not taken')
  for (const one of passedOver) log.warn(one, 'a home was passed over')
  for (const one of unreckoned) log.warn(one, 'a session was not reckoned')
  for (const one of twins.failed) log.warn(one, 'a session was not redacted')
  return `${counts.new} new, ${counts.grown} grown, ${counts.rewritten} rewritten, ${counts.refused} refused, ${passedOver.length} homes passed over, ${analysed} sessions analysed, ${unreckoned.length} not reckoned, ${twinsMade(twins)}, ${leftovers ?? 'no'} leftovers removed`
}

function twinsMade({ made, bytes, seconds }: Twins): string {
  const rate = seconds > 0 ? bytes / MEGABYTE / seconds : 0
  return made === 0 ? '0 redacted' : `${made} redacted at ${rate.toFixed(1)} MB/s`
}

export { runJob as runOnce }

if (import.meta.main) {
  if (isOnce())
    await runOnce(import.meta.dirname, collectByHand, {
      summary: 'Collects everyone’s transcripts once and prints their figures.',
    })
  else await serveService(import.meta.dirname, { createApp, runOnce: runJob })
}
