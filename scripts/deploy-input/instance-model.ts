import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadInstance } from '#core/config/load.ts'
import type { RawEnv } from '#core/env.ts'
import { whyOff } from '#core/run/service-deps.ts'
import { instanceUnits, type Units } from '#core/run/units.ts'
import type { StackModel } from '../../deploy/stack-model.ts'

/** A model of what one instance runs, and why it does not run the rest. */
export interface InstanceModel {
  readonly model: StackModel
  readonly off: readonly { readonly id: string; readonly reason: string }[]
}

/**
 * Leaves out what instance.yaml in `dir` switches off and what the given variables do not suffice for.
 * Throws a ConfigError with all that is wrong in instance.yaml.
 */
export function instanceModel(
  found: StackModel,
  units: Units,
  dir: string,
  rawEnv: RawEnv,
): InstanceModel {
  const instance = loadInstance({ dir, rawEnv, units: instanceUnits(units) })
  const off = found.services.flatMap((service) => {
    const reason = whyOff(service, instance, rawEnv)
    return reason === undefined ? [] : [{ id: service.id, reason }]
  })
  const ids = new Set(off.map(({ id }) => id))
  return {
    model: {
      ...found,
      services: found.services.filter(({ id }) => !ids.has(id)),
      filledIn: filledIn(join(dir, 'instance.yaml')),
    },
    off,
  }
}

/** The variables that a file takes from the environment, as `${NAME}`; more than it does is no harm. */
function filledIn(file: string): readonly string[] {
  const names = [...readFileSync(file, 'utf8').matchAll(/\$\{([A-Za-z_]\w*)/g)]
  return [...new Set(names.map(([, name = '']) => name))].sort()
}
