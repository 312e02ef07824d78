import { defaultExport } from '#core/discover.ts'
import type { Check } from '#core/doctor-check.ts'
import { UnitLoadError } from '#core/errors.ts'
import type { Installation } from '#core/run/installation.ts'
import { whyOff } from '#core/run/service-deps.ts'
import { unitFiles } from './unit-files.ts'

/** A check of `stack doctor`, by name. */
export interface FoundCheck {
  readonly name: string
  readonly run: Check
}

/** Finds the checks of the stack itself, of the services that are on, and of ways to sign in. */
export async function findChecks(
  root: string,
  { units, instance, rawEnv }: Pick<Installation, 'units' | 'instance' | 'rawEnv'>,
): Promise<readonly FoundCheck[]> {
  const files = await unitFiles(root, 'doctor')
  const off = units.services
    .filter(({ manifest }) => whyOff(manifest, instance, rawEnv) !== undefined)
    .map(({ id }) => id)
  return Promise.all(
    files
      .filter(({ service }) => service === undefined || !off.includes(service))
      .map(async ({ name, file }) => {
        const run = await defaultExport(file)
        if (typeof run !== 'function') {
          throw new UnitLoadError(file, 'has no check as default export')
        }
        return { name, run: run as Check }
      }),
  )
}
