import { caddyfile, containerUpstreams } from '../../caddyfile.ts'
import type { GeneratedFile } from '../../generated-file.ts'
import { refuseUnknownKeys } from '../../known-since.ts'
import { processesOf } from '../../processes-of.ts'
import { EDGE_ADMIN } from '../../server-folders.ts'
import { storesOf } from '../../stores-of.ts'
import type { Service } from '#core/service.ts'
import type { Target } from '../../target.ts'
import { timerUnit } from '../../timer-unit.ts'
import { unitFile, type UnitSections } from '../../unit-file.ts'
import { refuseContradictions } from '../../refuse-contradictions.ts'
import { PODMAN_DOMAIN } from './container-environment.ts'
import { containerUnit } from './container-unit.ts'
import { PODMAN } from './podman-keys.ts'

const FOLDER = 'deploy/systemd/quadlet'

/** Podman 5.4 or later, rootful or rootless: one container a unit, the volumes, a network, and timers. */
export default {
  owns: [FOLDER],
  folder: FOLDER,
  generate(model, { rootless = false } = {}) {
    refuseContradictions(model)
    const processes = processesOf(model.services)
    const stores = model.services.flatMap((service) => storesOf(service, model.services))
    const volumes = [...new Set(stores.map(({ name }) => name))].sort()
    return [
      file('stack.network', { Network: [['NetworkName', 'ai-data-analyst']] }),
      ...volumes.map((name) =>
        file(`${name}.volume`, { Volume: [['VolumeName', `ai-data-analyst-${name}`]] }),
      ),
      ...processes.map((process) =>
        file(`${process.unit}.container`, containerUnit(process, model, rootless)),
      ),
      ...processes
        .filter(({ does }) => does === 'run')
        .map((process) => timerUnit(FOLDER, process)),
      ...routes(model.services),
    ]
  },
} satisfies Target

/** What the edge's container has in the place of its image's own file, so that it reads another without a restart. */
function routes(services: readonly Service[]): readonly GeneratedFile[] {
  if (!services.some(({ role }) => role === 'edge')) return []
  const content = caddyfile(services, containerUpstreams(`.${PODMAN_DOMAIN}`), EDGE_ADMIN)
  return [{ path: `${FOLDER}/Caddyfile`, content }]
}

function file(name: string, sections: UnitSections): GeneratedFile {
  const path = `${FOLDER}/${name}`
  refuseUnknownKeys(path, sections, PODMAN)
  // The other sections podman passes on to systemd as they are.
  return unitFile(path, sections)
}
