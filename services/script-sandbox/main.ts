import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from 'koa'
import { Unavailable } from '#core/errors.ts'
import { createHttpApp } from '#core/http/app.ts'
import { readJson } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { serveIsolated } from '#core/run/serve-isolated.ts'
import type { Health, IsolatedDeps, ServiceApp } from '#core/service.ts'
import { openPlaces } from './run/places.ts'
import { runInSandbox, type SandboxPlace } from './run/run-in-sandbox.ts'
import { runRequest } from './run/run-request.ts'
import manifest from './service.ts'
import { probeWall } from './wall/probe.ts'
import { seccompFilter } from './wall/seccomp-filter.ts'

/** POST /run behind a wall that was tried out at the start; without it nothing is run. */
export async function createApp(deps: IsolatedDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { env, paths, log, metrics } = deps
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  const place: SandboxPlace = {
    objectPath: (sha256) => join(paths.objectsDir, sha256.slice(0, 2), sha256),
    python: env.SCRIPT_PYTHON,
    filter: join(folder, 'filter'),
    root: paths.root,
  }
  await writeFile(place.filter, seccompFilter())
  const hole = process.platform === 'linux' ? await probeWall(place) : 'it needs Linux'
  if (hole !== undefined) log.warn({ reason: hole }, 'scripts are not run here')
  const places = openPlaces()

  async function run(ctx: Context): Promise<void> {
    if (hole !== undefined) {
      throw new Unavailable('no_wall', `Scripts are not run here: ${hole}`, {
        remedy:
          'Run the stack in containers, or on a system with util-linux 2.40 or newer (Debian 13).',
      })
    }
    const request = await readJson(ctx, runRequest)
    const release = await places.take(request.owner)
    try {
      ctx.body = await runInSandbox(place, request)
    } finally {
      release()
    }
  }

  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: async (): Promise<Health> =>
      hole === undefined
        ? { status: 'ok', detail: 'Landlock and seccomp' }
        : { status: 'degraded', detail: `scripts are not run here: ${hole}` },
    routers: [new Router().post('/run', run)],
  })
  return {
    handler: app.callback(),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

if (import.meta.main) await serveIsolated(import.meta.dirname, { createApp })
