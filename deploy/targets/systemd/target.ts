import { basename, dirname } from 'node:path'
import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { caddyfile } from '../../caddyfile.ts'
import { loopbackBeside, loopbackOf } from '../../loopback-of.ts'
import { processesOf } from '../../processes-of.ts'
import type { Target } from '../../target.ts'
import { timerUnit } from '../../timer-unit.ts'
import { SERVER } from '../../server-folders.ts'
import { unitFile, type UnitSections } from '../../unit-file.ts'
import { refuseContradictions } from '../../refuse-contradictions.ts'
import { serviceUnit } from './service-unit.ts'
import { foldersFile, usersFile } from './users.ts'

const FOLDER = 'deploy/systemd/units'

const CADDY_DROP_IN = `${FOLDER}/caddy.service.d/ai-data-analyst.conf`

/** What the server's own Caddy needs more: the operator's variables, and a folder for its socket. */
const CADDY: UnitSections = {
  Service: [
    ['EnvironmentFile', `-${SERVER.config}/edge.env`],
    ['RuntimeDirectory', basename(dirname(SERVER.caddyAdmin))],
  ],
}

/**
 * Plain units for systemd 252 or later, with Node on the server. The server's own PostgreSQL and Caddy stand
 * for the parts of those roles; another container image cannot be carried and is refused.
 */
export default {
  owns: [FOLDER],
  folder: FOLDER,
  notRootless: 'each service has a user of its own, which only the system’s systemd can give',
  generate({ services: all, stackEnv }, { shown = false } = {}) {
    const services = shown ? all.filter((service) => !isExtra(service)) : all
    refuseContradictions({ services, stackEnv })
    refuseWhatCannotBeCarried(services)
    const ours = services.filter(({ container }) => container === undefined)
    const processes = processesOf(ours)
    return [
      ...processes.map((process) =>
        unitFile(`${FOLDER}/${process.unit}.service`, serviceUnit(process, services)),
      ),
      ...processes
        .filter(({ does }) => does === 'run')
        .map((process) => timerUnit(FOLDER, process)),
      usersFile(`${FOLDER}/ai-data-analyst.sysusers.conf`, ours),
      foldersFile(`${FOLDER}/ai-data-analyst.tmpfiles.conf`, ours),
      {
        path: `${FOLDER}/Caddyfile`,
        content: caddyfile(
          services,
          (service) => [
            `${loopbackOf(service)}:${service.port}`,
            `${loopbackBeside(service)}:${service.port}`,
          ],
          SERVER.caddyAdmin,
        ),
      },
      unitFile(CADDY_DROP_IN, CADDY),
    ]
  },
} satisfies Target

/** A container that nothing of the server stands for. */
function isForeign({ container, role }: Service): boolean {
  return container !== undefined && role !== 'database' && role !== 'edge'
}

/** One that is off unless an operator wants it: then it is refused with its name. */
function isExtra(service: Service): boolean {
  return isForeign(service) && (service.enabledWhen ?? []).length > 0
}

function refuseWhatCannotBeCarried(services: readonly Service[]): void {
  const problems = services
    .filter(isForeign)
    .map(({ id }) => `services/${id}: container: an image cannot run as a plain systemd unit`)
  if (problems.length > 0) throw new ConfigError(problems)
}
