import { collectDefaultMetrics, Registry } from 'prom-client'
import { discoverServices } from '../discover.ts'
import { readEnv, type EnvDeclarations } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { listen } from '../http/server.ts'
import { findPaths } from '../paths.ts'
import type { IsolatedDeps, ServiceApp } from '../service.ts'
import { checkMounts } from './check-mounts.ts'
import { isolatedSocketOf, SERVICE_ADDRESSES } from './service-address.ts'
import { rootOf } from './root-of.ts'
import { runWithFlags } from './run-with-flags.ts'
import { runProgram, untilAborted } from './run-program.ts'
import { stackEnv } from './stack-env.ts'

/**
 * What `main.ts` of an isolated service does as a program: it answers on its socket, and on a loopback port
 * for the health check of its container; it asks for no database and no secret.
 */
export function serveIsolated(
  dir: string,
  module: { createApp(deps: IsolatedDeps): Promise<ServiceApp> },
): Promise<never> {
  return runProgram(async (log, signal) => {
    await using started = new AsyncDisposableStack()
    const rawEnv = process.env
    checkMounts(rawEnv)
    const root = rootOf(dir)
    const manifest = (await discoverServices(root)).find((service) => service.dir === dir)?.manifest
    if (!manifest) throw new ConfigError([`${dir} is not a service of this installation`])
    runWithFlags(manifest.nodeFlags ?? [])
    const env = readEnv(stackEnv, rawEnv)
    const metrics = new Registry()
    collectDefaultMetrics({ register: metrics })
    const app = await module.createApp({
      manifest,
      env: readEnv((manifest.env ?? {}) as EnvDeclarations, rawEnv),
      rawEnv,
      paths: findPaths(root, env),
      log: log.child({ service: manifest.id }),
      metrics,
    })
    started.defer(() => app.close())
    const socket = isolatedSocketOf(manifest, rawEnv)
    const inside = await listen(app.handler, { socket, mode: 0o660 })
    started.defer(() => inside.close())
    // Who was given an address is asked there, and may have no network whatever.
    if (!rawEnv[SERVICE_ADDRESSES]) {
      const health = await listen(app.handler, { host: '127.0.0.1', port: env.PORT })
      started.defer(() => health.close())
    }
    await app.start?.()
    log.info({ service: manifest.id, at: inside.url }, 'serving')
    await untilAborted(signal)
  })
}
