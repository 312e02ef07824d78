import { basename } from 'node:path'
import type { Service } from '#core/service.ts'
import { processesOf, type Process } from '../../deploy/processes-of.ts'
import type { StackModel } from '../../deploy/stack-model.ts'

/** The units of an installation, in the order in which they start. */
export interface Units {
  readonly setup: string[]
  readonly daemons: string[]
  readonly timers: string[]
  /** Those daemons that others reach by a port, people or the portal: the new version runs beside the old. */
  readonly beside: string[]
}

/** Setup first, the database before all others, the edge last. */
export function unitsOf({ services }: StackModel, hasUnit: (unit: string) => boolean): Units {
  const processes = processesOf(services).filter(({ unit }) => hasUnit(`${unit}.service`))
  const named = (does: Process['does']) => processes.filter((process) => process.does === does)
  return {
    setup: named('setup').map(({ unit }) => `${unit}.service`),
    daemons: named('serve')
      .toSorted((a, b) => startOrder(a.service) - startOrder(b.service))
      .map(({ unit }) => `${unit}.service`),
    beside: named('serve')
      .filter(({ service }) => runsBeside(service))
      .map(({ unit }) => `${unit}.service`),
    timers: named('run').map(({ unit }) => `${unit}.timer`),
  }
}

/** The unit that a file makes: of a quadlet, its service. */
export function unitOfFile(path: string): string {
  return basename(path).replace(/\.container$/, '.service')
}

/** Whether people or the portal reach a service by a port, so that two versions of it run for a while. */
export function runsBeside({ container, isolated, port }: Service): boolean {
  return !container && !isolated && port !== undefined
}

/** The database before all others, the portal after what it asks, the edge last: a lower number first. */
export function startOrder({ role }: Pick<Service, 'role'>): number {
  if (role === 'database') return 0
  if (role === 'portal') return 2
  return role === 'edge' ? 3 : 1
}
