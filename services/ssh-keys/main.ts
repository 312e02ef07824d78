import { join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { followAccess, type AccessFollower } from './access/follow-access.ts'
import { writeChanged } from './access/write-access.ts'
import { hostKey } from './keys/host-key.ts'
import { keysRouter } from './portal/keys-router.ts'
import manifest from './service.ts'

/** The page of people's keys, and the files by which the gateway knows them. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { env, paths, secrets, log, metrics } = deps
  const folder = join(paths.dataDir, 'ssh')
  const host = hostKey(secrets.signingKey('ssh-host-key'))
  let follower: AccessFollower | undefined
  const identity = portalIdentity(secrets, manifest.id)
  const gateway = { host: env.SSH_HOST, port: env.SSH_PORT, key: host }
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: () => Promise.resolve(follower?.health() ?? { status: 'ok' }),
    identity,
    routers: [keysRouter({ ...deps, gateway })],
  })
  return {
    handler: app.callback(),
    async start() {
      await makeFolder(folder)
      await writeChanged(join(folder, 'host-key'), host.privateFile)
      follower = await followAccess(deps, folder)
    },
    async close() {
      await follower?.close()
    },
  }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp })
