import { join } from 'node:path'
import type { DiscoveredService } from '../discover.ts'
import type { Storage } from '../database/open.ts'
import { listen } from '../http/server.ts'
import type { Logger } from '../log.ts'
import { createFront, type RunningService } from './front.ts'
import { createGate } from './gate.ts'
import type { Installation } from './installation.ts'
import { isOurDaemon } from './our-daemon.ts'
import { whyOff, type Surroundings } from './service-deps.ts'
import { publicUrlOf } from './stack-env.ts'
import { takeStackLock } from './stack-lock.ts'
import { startService } from './start-service.ts'

export interface EmbeddedStack {
  readonly publicUrl: URL
  readonly storage: Storage
  /** Ends everything that was started, last first; safe to call more than once. */
  stop(): Promise<void>
}

/**
 * Starts the whole stack in this process: database, every enabled service, and one port in front of
 * them. When a part cannot start, what was started is stopped again and the reason is thrown.
 */
export async function startEmbeddedStack(
  installation: Installation,
  log: Logger,
): Promise<EmbeddedStack> {
  await using started = new AsyncDisposableStack()
  const { env, rawEnv, paths, instance, secrets, units } = installation
  const lock = await takeStackLock(paths.runtimeDir, paths.dataDir)
  started.defer(() => lock.release())
  const gate = createGate()
  const server = await listen(gate.handler, {
    port: env.PORT,
    host: env.HOST,
    upgrade: gate.upgrade,
  })
  started.defer(() => server.close())
  const storage = await installation.openStorage('stack')
  started.defer(() => storage.close())

  const publicUrl = publicUrlOf(env, server.port)
  const enabled = units.services
    .filter(({ manifest }) => isOurDaemon(manifest))
    .filter((service) => isOn(service, installation, log))
  const services = enabled.map(({ manifest }) => ({
    manifest,
    address: `unix:${socketOf(paths.runtimeDir, manifest.id)}`,
  }))
  const around: Surroundings = {
    rawEnv,
    instance,
    paths,
    publicUrl,
    secrets,
    storage,
    log,
    services,
  }
  const running: RunningService[] = []
  for (const { manifest, load } of enabled) {
    const socket = socketOf(paths.runtimeDir, manifest.id)
    running.push({
      manifest,
      app: await startService(manifest, await load(), around, socket, started),
    })
  }
  gate.open(createFront(running))
  const kept = started.move()
  return { publicUrl, storage, stop: () => kept.disposeAsync() }
}

function isOn(
  { manifest }: DiscoveredService,
  { instance, rawEnv }: Installation,
  log: Logger,
): boolean {
  const reason = whyOff(manifest, instance, rawEnv)
  if (reason !== undefined) log.info({ service: manifest.id, reason }, 'service is off')
  return reason === undefined
}

function socketOf(runtimeDir: string, id: string): string {
  return join(runtimeDir, `${id}.sock`)
}
