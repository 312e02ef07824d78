import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { listJobs } from '#core/jobs.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { Health, ServiceApp, ServiceDeps } from '#core/service.ts'
import { digestRouter } from './digest-router.ts'
import { sendDigests } from './send-digests.ts'
import { defaultSendTime } from './send-time.ts'
import manifest from './service.ts'

type Deps = ServiceDeps<(typeof manifest)['env']>

/** The page where people order a digest; `runOnce` sends what is due. */
export async function createApp(deps: Deps): Promise<ServiceApp> {
  const { db, env, log, metrics, secrets } = deps
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: () => jobHealth(deps),
    identity: portalIdentity(secrets, manifest.id),
    routers: [digestRouter(db, defaultSendTime(env))],
  })
  return { handler: app.callback(), close: () => Promise.resolve() }
}

/** One look at whose time has come. */
export function runOnce(deps: ServiceDeps, signal: AbortSignal): Promise<string> {
  return sendDigests(deps, signal)
}

async function jobHealth({ db }: Pick<Deps, 'db'>): Promise<Health> {
  const job = (await listJobs(db)).find(({ name }) => name === manifest.id)
  const lastWork = job?.lastWorkAt ? { lastWork: job.lastWorkAt.toISOString() } : {}
  if (job?.status !== 'failed') return { status: 'ok', ...lastWork }
  return { status: 'degraded', detail: job.error ?? 'the last run failed', ...lastWork }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp, runOnce })
