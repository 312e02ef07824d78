import { readEnv } from '#core/env.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { homesOfPeople } from '#core/identity/homes-of-people.ts'
import { isOnce, runOnce } from '#core/run/run-once.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { Health, ServiceApp, ServiceDeps } from '#core/service.ts'
import { collectionHealth } from './catalogue/collection-health.ts'
import { collect } from './catalogue/collect.ts'
import { readNotes } from './notes/read-notes.ts'
import { byHand, collectByHand } from './collect-by-hand.ts'
import { memoryApp } from './memory-app.ts'
import { expireOld } from './review/expire-old.ts'
import { followRules, type RulesFollower } from './rules/follow-rules.ts'
import { installAll } from './rules/install-all.ts'
import { problemsOf, summaryOf } from './catalogue/report-of.ts'
import { curateNotes } from './curate/curate-notes.ts'
import { curatorOf } from './curate/curator-of.ts'
import manifest from './service.ts'

/** Answers the portal and keeps rule files as it was decided; the collecting is `runOnce`, by the schedule. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, env, log, metrics, secrets, paths } = deps
  const service = manifest.id
  const identity = portalIdentity(secrets, service)
  const memory = {
    db,
    homesDir: paths.homesDir,
    votesNeeded: env.CORPORATE_MEMORY_VOTES,
    reviewers: env.CORPORATE_MEMORY_REVIEWERS,
    tokensPerDay: env.CORPORATE_MEMORY_TOKENS_PER_DAY,
    expireDays: env.CORPORATE_MEMORY_EXPIRE_DAYS,
    now: () => new Date(),
  }
  let follower: RulesFollower | undefined
  const app = memoryApp(memory, {
    ...{ log, metrics, secrets, service, identity },
    health: async () => worse(await collectionHealth(db), follower?.health()),
  })
  return {
    handler: app.callback(),
    async start() {
      follower = await followRules(deps, paths.homesDir)
    },
    close: async () => follower?.close(),
  }
}

function worse(collection: Health, rules: Health = collection): Health {
  return collection.status === 'ok' && rules.status !== 'ok'
    ? { ...collection, ...rules }
    : collection
}

/** One collection: everyone's notes into the catalogue. */
export async function runJob({ db, paths, rawEnv, log }: ServiceDeps): Promise<string> {
  const env = readEnv(manifest.env, rawEnv)
  const read = await readNotes(paths.homesDir, await homesOfPeople(db, paths.homesDir))
  const tokensPerDay = env.CORPORATE_MEMORY_TOKENS_PER_DAY
  const curated = await curateNotes(db, read, curatorOf(env), { tokensPerDay, log })
  const collected = await collect(db, read, { curated })
  await expireOld(db, env.CORPORATE_MEMORY_EXPIRE_DAYS)
  const { failed } = await installAll(db, paths.homesDir)
  for (const { username, reason } of [...problemsOf(collected), ...failed]) {
    log.warn({ username, reason }, 'a folder of a person could not be used')
  }
  return summaryOf(collected)
}

export { runJob as runOnce }

if (import.meta.main) {
  if (isOnce()) await runOnce(import.meta.dirname, collectByHand, byHand)
  else await serveService(import.meta.dirname, { createApp, runOnce: runJob })
}
