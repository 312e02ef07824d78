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
      .toSorted((a, b) => rank(a) - rank(b))
      .map(({ unit }) => `${unit}.service`),
    beside: named('serve')
      .filter(
        ({ service: { container, isolated, port } }) =>
          !container && !isolated && port !== undefined,
      )
      .map(({ unit }) => `${unit}.service`),
    timers: named('run').map(({ unit }) => `${unit}.timer`),
  }
}

function rank({ service: { role } }: Process): number {
  if (role === 'database') return 0
  if (role === 'portal') return 2
  return role === 'edge' ? 3 : 1
}
