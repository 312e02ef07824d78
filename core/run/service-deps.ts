import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Instance } from '../config/instance.ts'
import type { Storage } from '../database/open.ts'
import { isSet, readEnv, type EnvDeclarations, type RawEnv } from '../env.ts'
import type { Logger } from '../log.ts'
import type { Paths } from '../paths.ts'
import type { Secrets } from '../secrets.ts'
import type { Service, ServiceAddress, ServiceDeps } from '../service.ts'

/** What all services of a process share. */
export interface Surroundings {
  readonly rawEnv: RawEnv
  readonly instance: Instance
  readonly paths: Paths
  readonly publicUrl: URL
  readonly secrets: Secrets
  readonly storage: Storage
  readonly log: Logger
  readonly services: readonly ServiceAddress[]
}

/** Everything that one service gets; throws a ConfigError when its variables are not good. */
export function serviceDeps(manifest: Service, around: Surroundings): ServiceDeps {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const { rawEnv, instance, paths, publicUrl, secrets, services } = around
  return {
    manifest,
    env: readEnv((manifest.env ?? {}) as EnvDeclarations, rawEnv),
    rawEnv,
    instance,
    paths,
    publicUrl,
    secrets,
    db: around.storage.db,
    events: around.storage.events,
    leases: around.storage.leases,
    log: around.log.child({ service: manifest.id }),
    metrics,
    services,
  }
}

/**
 * Names the variables, separated by blanks, that other containers of the stack are given: a container
 * must know which services run, but not their secrets.
 */
export const GIVEN_VARIABLES = 'GIVEN_VARIABLES'

/** Set where a timer of the server's runs the jobs: the service then has their pages alone. */
export const JOBS_BY_TIMER = 'JOBS_BY_TIMER'

/** Whether a service runs here: switched on, and what it needs is given. With the reason when not. */
export function whyOff(manifest: Service, instance: Instance, rawEnv: RawEnv): string | undefined {
  if (instance.services[manifest.id]?.enabled === false) return 'switched off in instance.yaml'
  const given = new Set(rawEnv[GIVEN_VARIABLES]?.split(/\s+/))
  const missing = (manifest.enabledWhen ?? []).filter(
    (name) => !isSet(name, rawEnv) && !given.has(name),
  )
  return missing.length > 0 ? `${missing.join(', ')} not set` : undefined
}
