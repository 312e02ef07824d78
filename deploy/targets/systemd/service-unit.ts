import type { Service } from '#core/service.ts'
import { folderOf } from '../../folder-of.ts'
import { HEALTH, SECONDS_TO_RUN, SECONDS_TO_START, SECONDS_TO_STOP } from '../../health-timing.ts'
import { limitsOf } from '../../memory-size.ts'
import { setupUnits, type Process } from '../../processes-of.ts'
import { SERVER, SERVER_GROUP } from '../../server-folders.ts'
import { secretsOf } from '../../secrets-of.ts'
import { needsSocket } from '../../stores-of.ts'
import { assignment, literal, type Line, type UnitSections } from '../../unit-file.ts'
import { hardening } from './hardening.ts'
import { unitEnvironment } from './unit-environment.ts'
import { userName } from './users.ts'

/** What volumes of a manifest have a variable of their own for. */
const NAMED = new Set(['/data', '/homes'])

/** One unit that runs our code by the server's own Node: hardened, limited, and ready when it is well. */
export function serviceUnit(process: Process, services: readonly Service[]): UnitSections {
  const { service, does } = process
  const gates = does === 'setup' || service.isolated ? [] : setupUnits(services)
  const { memory, pids, cpus } = limitsOf(service)
  return {
    Unit: [
      ['Description', literal(`${service.title}: ${service.description}`)],
      ['Wants', 'network-online.target'],
      ['After', 'network-online.target postgresql.service'],
      ...gates.flatMap((gate): Line[] => [
        ['Requires', gate],
        ['After', gate],
      ]),
      ['StartLimitIntervalSec', 0],
    ],
    Service: [
      ...runs(process),
      ['WorkingDirectory', SERVER.checkout],
      ['User', userName(service)],
      ['Group', SERVER_GROUP],
      ...Object.entries(unitEnvironment(service, services)).map(([name, value]): Line => [
        'Environment',
        assignment(name, value),
      ]),
      // What all others read may hold a secret.
      ['EnvironmentFile', service.isolated ? undefined : `-${SERVER.config}/common.env`],
      ['EnvironmentFile', `-${SERVER.config}/${service.id}.env`],
      ...credentials(service, does, services),
      ...folders(service, does, services),
      ['MemoryMax', memory],
      ['TasksMax', pids],
      ['CPUQuota', cpus === undefined ? undefined : `${Math.round(cpus * 100)}%`],
      ...hardening(service),
    ],
    ...(does !== 'run' && { Install: [['WantedBy', 'multi-user.target']] }),
  }
}

function runs({ service, does }: Process): readonly Line[] {
  const socket = service.isolated ? ` ${SERVER.sockets}/${service.id}.sock` : ''
  const start = `${SERVER.node} ${folderOf(service)}/main.ts`
  if (does === 'serve') {
    return [
      ['Type', 'exec'],
      ['ExecStart', start],
      // A notification would let every process of the unit say that it is ready; asking is the safer way.
      ['ExecStartPost', `${SERVER.node} core/run/check-health.cjs ${HEALTH.start}${socket}`],
      ['Restart', 'always'],
      ['RestartSec', 5],
      ['TimeoutStartSec', SECONDS_TO_START],
      ['TimeoutStopSec', SECONDS_TO_STOP + 15],
    ]
  }
  return [
    ['Type', 'oneshot'],
    ['ExecStart', does === 'run' ? `${start} --scheduled` : start],
    ['RemainAfterExit', does === 'setup' ? 'yes' : undefined],
    ['TimeoutStartSec', SECONDS_TO_RUN],
    ['TimeoutStopSec', SECONDS_TO_STOP + 15],
  ]
}

function credentials(
  service: Service,
  does: Process['does'],
  services: readonly Service[],
): readonly Line[] {
  if (does === 'setup') return []
  return secretsOf(service, services).map((name) => [
    'LoadCredential',
    `${name}:${SERVER.state}/secrets/${name}`,
  ])
}

function folders(
  service: Service,
  does: Process['does'],
  services: readonly Service[],
): readonly Line[] {
  const own = (service.volumes ?? []).map(({ name, path, readOnly }): Line => {
    const folder = `${SERVER.state}/${name}`
    if (NAMED.has(path)) return [readOnly ? 'ReadOnlyPaths' : 'ReadWritePaths', folder]
    return [readOnly ? 'BindReadOnlyPaths' : 'BindPaths', `${folder}:${path}`]
  })
  return [
    ...own,
    ...(needsSocket(service, services) ? [['ReadWritePaths', SERVER.sockets] as Line] : []),
    ...(does === 'setup' ? [['ReadWritePaths', `${SERVER.state}/secrets`] as Line] : []),
  ]
}
