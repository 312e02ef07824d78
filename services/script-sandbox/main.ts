import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHttpApp } from '#core/http/app.ts'
import { serveIsolated } from '#core/run/serve-isolated.ts'
import type { IsolatedDeps, ServiceApp } from '#core/service.ts'
import { openProcessWatch } from './run/process-watch.ts'
import { removeFolder } from './run/remove-folder.ts'
import type { SandboxPlace } from './run/run-in-sandbox.ts'
import { runRoutes, wallHealth } from './run/run-routes.ts'
import { makeSandboxFolder } from './run/sandbox-folder.ts'
import manifest from './service.ts'
import { chooseWall } from './wall/choose-wall.ts'
import { probeWall } from './wall/probe.ts'
import { scriptUser } from './wall/script-user.ts'
import { seccompFilter } from './wall/seccomp-filter.ts'

/** Runs programs behind the first wall that held when it was tried out at the start; without one nothing is run. */
export async function createApp(deps: IsolatedDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { env, paths, log, metrics } = deps
  const folder = await makeSandboxFolder()
  const place: SandboxPlace = {
    folder,
    objectPath: (sha256) => join(paths.objectsDir, sha256.slice(0, 2), sha256),
    python: env.SCRIPT_PYTHON,
    filter: join(folder, 'filter'),
    root: paths.root,
    user: scriptUser(),
    processes: openProcessWatch(),
  }
  await writeFile(place.filter, seccompFilter())
  await chmod(place.filter, 0o644)
  const chosen = await chooseWall(env.SCRIPT_WALL, (wall) => probeWall(place, wall))
  if (!chosen.wall) log.warn({ reason: chosen.hole }, 'scripts are not run here')
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: async () => wallHealth(chosen),
    routers: [runRoutes(place, chosen)],
  })
  return {
    handler: app.callback(),
    close: () => removeFolder(folder),
  }
}

if (import.meta.main) await serveIsolated(import.meta.dirname, { createApp })
