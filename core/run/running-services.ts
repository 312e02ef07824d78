import type { ServiceAddress } from '../service.ts'
import type { Installation } from './installation.ts'
import { isOurDaemon } from './our-daemon.ts'
import { serviceAddress } from './service-address.ts'
import { whyOff } from './service-deps.ts'

/** Every part of ours that runs, and where it answers. */
export function runningServices({
  units,
  instance,
  rawEnv,
}: Installation): readonly ServiceAddress[] {
  return [...units.services.map(({ manifest }) => manifest), ...units.elsewhere]
    .filter((manifest) => isOurDaemon(manifest) && manifest.port !== undefined)
    .filter((manifest) => whyOff(manifest, instance, rawEnv) === undefined)
    .map((manifest) => ({ manifest, address: serviceAddress(manifest, rawEnv) }))
}
