import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'

/** One unit that systemd runs for a service. */
export interface Process {
  readonly service: Service
  /** The unit's name without `.service`. */
  readonly unit: string
  /** `serve` keeps running, `run` does the job's work once, `setup` goes before all others. */
  readonly does: 'serve' | 'run' | 'setup'
}

/**
 * The units of all services: a job has one that its timer starts and, where it answers requests, one for its
 * pages. Throws a ConfigError when two would have the same name.
 */
export function processesOf(services: readonly Service[]): readonly Process[] {
  const processes = services.flatMap(ofService)
  const owners = new Map<string, Service>()
  for (const { unit, service } of processes) {
    const other = owners.get(unit)
    if (other)
      throw new ConfigError([`services/${service.id}: unit ${unit} is that of ${other.id}`])
    owners.set(unit, service)
  }
  return processes
}

function ofService(service: Service): readonly Process[] {
  const { kind, unit = service.id, port } = service
  if (!/^[a-z][a-z0-9-]*$/.test(unit)) {
    throw new ConfigError([`services/${service.id}: unit ${JSON.stringify(unit)} is not a name`])
  }
  if (kind === 'setup') return [{ service, unit, does: 'setup' }]
  if (kind === 'daemon') return [{ service, unit, does: 'serve' }]
  const run = { service, unit, does: 'run' } as const
  return port === undefined ? [run] : [run, { service, unit: `${unit}-pages`, does: 'serve' }]
}

/** The units that must have ended well before others start. */
export function setupUnits(services: readonly Service[]): readonly string[] {
  return processesOf(services).flatMap(({ unit, does }) =>
    does === 'setup' ? [`${unit}.service`] : [],
  )
}
