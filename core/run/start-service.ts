import { listen } from '../http/server.ts'
import { stopListening } from './stop-listening.ts'
import type { Service, ServiceApp, ServiceModule } from '../service.ts'
import { serviceDeps, type Surroundings } from './service-deps.ts'
import { startJob } from './start-job.ts'

/**
 * Makes a service, lets it listen on a socket, and starts its background work. What ends it again is left with
 * `started`, last first.
 */
export async function startService(
  manifest: Service,
  module: ServiceModule,
  around: Surroundings,
  socket: string,
  started: AsyncDisposableStack,
): Promise<ServiceApp> {
  const deps = serviceDeps(manifest, around)
  const app = await module.createApp(deps)
  started.defer(() => app.close())
  const server = await listen(app.handler, {
    socket,
    ...(app.upgrade && { upgrade: app.upgrade }),
  })
  started.defer(() => stopListening(server, app))
  await app.start?.()
  if (manifest.kind === 'job') started.defer(startJob(deps, module))
  return app
}
