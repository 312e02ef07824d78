import type { Middleware } from 'koa'
import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { requireBearer } from '#core/http/require-bearer.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { runnerHealth } from './runner-health.ts'
import { analystRoutes } from './routes/analyst-routes.ts'
import { desktopRoutes } from './routes/desktop-routes.ts'
import { internalRoutes } from './routes/internal-routes.ts'
import { pageRoutes } from './routes/page-routes.ts'
import type { RunnerDeps } from './runs/run-script.ts'
import { sandboxClient } from './runs/sandbox-client.ts'
import { startScheduler, type Scheduler } from './runs/scheduler.ts'
import manifest from './service.ts'
import { openScriptFolders } from './workspace/script-folder.ts'

/** Runs scripts on their schedule and on demand; the sandbox does the running itself. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, env, log, leases, metrics, paths, secrets, services } = deps
  const [sandboxId] = manifest.needs
  const address = services.find((service) => service.manifest.id === sandboxId)?.address
  const sandbox = sandboxClient(address)
  const folders = openScriptFolders(paths.homesDir)
  const runner: RunnerDeps = { db, folders, sandbox, log }
  const identity = portalIdentity(secrets, manifest.id)
  const bearer: Middleware = async (ctx, next) => {
    ctx.state['caller'] = await requireBearer(ctx, deps)
    await next()
  }
  let scheduler: Scheduler | undefined
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: async () => runnerHealth(scheduler?.state, await sandbox.trouble()),
    routers: [
      internalRoutes(runner, secrets.text('runner-token')),
      desktopRoutes(runner, bearer),
      analystRoutes(runner, bearer),
      pageRoutes(runner, identity),
    ],
  })
  return {
    handler: app.callback(),
    async start() {
      const { SCRIPTS_PARALLEL: parallel, SCRIPTS_KEEP_DAYS: keepDays } = env
      scheduler = startScheduler(runner, { leases, parallel, keepDays })
    },
    async close() {
      await scheduler?.close()
    },
  }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp })
