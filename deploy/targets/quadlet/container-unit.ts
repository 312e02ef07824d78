import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { folderOf } from '../../folder-of.ts'
import { healthCommand } from '../../health-command.ts'
import {
  HEALTH,
  ONCE_WELL,
  SECONDS_TO_RUN,
  SECONDS_TO_START,
  SECONDS_TO_STOP,
} from '../../health-timing.ts'
import { limitsOf } from '../../memory-size.ts'
import { setupUnits, type Process } from '../../processes-of.ts'
import { EDGE_FOLDER, SERVER } from '../../server-folders.ts'
import { secretGroups } from '../../secrets-of.ts'
import type { StackModel } from '../../stack-model.ts'
import { CONFIG_DIR, needsConfig, storesOf } from '../../stores-of.ts'
import { assignment, commandWord, literal, type Line, type UnitSections } from '../../unit-file.ts'
import { STACK_GROUP, userOf } from '../../user-of.ts'
import { containerEnvironment } from './container-environment.ts'

/** One container as a quadlet: hardened, limited, watched, and after the setup alone. */
export function containerUnit(
  process: Process,
  model: StackModel,
  rootless: boolean,
): UnitSections {
  const { service } = process
  const config = rootless ? '%h/.config/ai-data-analyst' : SERVER.config
  const stores = storesOf(service, model.services)
  const { fixed, operators } = containerEnvironment(service, model, stores)
  const gates = process.does === 'setup' || service.isolated ? [] : setupUnits(model.services)
  return {
    Unit: [
      ['Description', literal(`${service.title}: ${service.description}`)],
      ...gates.flatMap((gate): Line[] => [
        ['Requires', gate],
        ['After', gate],
      ]),
      // A rollback is a start too: it must never be refused for the failures before it.
      ['StartLimitIntervalSec', 0],
    ],
    Container: [
      ...imageOf(service, model.version),
      ['ContainerName', process.does === 'run' ? `${service.id}-run` : service.id],
      ['ServiceName', process.unit],
      ...network(process),
      ...Object.entries(fixed).map(([name, value]): Line => [
        'Environment',
        assignment(name, value).replaceAll('$', '$$$$'),
      ]),
      ...stores.map(({ name, path, readOnly }): Line => [
        'Volume',
        `${name}.volume:${path}${readOnly === true ? ':ro' : ''}`,
      ]),
      ...(needsConfig(service) ? [['Volume', `${config}/config:${CONFIG_DIR}:ro`] as Line] : []),
      ...(isEdge(service) ? [['Volume', `${config}/${EDGE_FOLDER}:/etc/caddy:ro`] as Line] : []),
      ...hardening(service, model.services),
      ...limits(service, Object.keys(operators)),
      ...commandOf(process),
      ...watched(process),
    ],
    Service: [
      ...runs(process),
      ...defaults(service, operators).map(([name, value]): Line => [
        'Environment',
        assignment(name, value),
      ]),
      ['EnvironmentFile', `-${config}/common.env`],
      ['EnvironmentFile', `-${config}/${service.id}.env`],
      ['TimeoutStopSec', SECONDS_TO_STOP + 15],
      ...(isEdge(service) ? [['ExecReload', reload(service)] as Line] : []),
    ],
    ...(process.does !== 'run' && {
      Install: [['WantedBy', rootless ? 'default.target' : 'multi-user.target']],
    }),
  }
}

function isEdge({ role }: Service): boolean {
  return role === 'edge'
}

/** Other routes without an end of any connection: the file says where its Caddy is told of them. */
function reload({ id }: Service): string {
  return `/usr/bin/podman exec ${id} caddy reload --config /etc/caddy/Caddyfile --adapter caddyfile`
}

function imageOf({ id, container }: Service, version: string): readonly Line[] {
  const image = container?.image
  if (image === undefined) {
    return [
      ['Image', `localhost/ai-data-analyst/${id}:${version}`],
      ['Pull', 'never'],
    ]
  }
  return [
    ['Image', inFull(image)],
    ['Pull', 'missing'],
  ]
}

/** A short name, which would be looked for in every registry that the server is set up with, as Docker takes it. */
function inFull(image: string): string {
  const [first = '', ...rest] = image.split('/')
  if (rest.length === 0) return `docker.io/library/${image}`
  return /[.:]|^localhost$/.test(first) ? image : `docker.io/${image}`
}

function network({ service, does }: Process): readonly Line[] {
  if (service.isolated || does === 'setup') return [['Network', 'none']]
  return [
    ['Network', 'stack.network'],
    ...(does === 'serve' ? [['NetworkAlias', service.id] as Line] : []),
    ...(service.container?.publish ?? []).map(({ port, variable }): Line => [
      'PublishPort',
      `\${LISTEN_ADDRESS}:\${${variable}}:${port}`,
    ]),
  ]
}

function hardening(service: Service, services: readonly Service[]): readonly Line[] {
  const { id, container } = service
  const { user, capabilities = [], scratch = ['/tmp'] } = container ?? {}
  const [uid = '', gid = ''] = (user ?? `${userOf(id)}:${STACK_GROUP}`).split(':')
  return [
    ['User', uid],
    ['Group', gid],
    ...(user === undefined ? [] : [STACK_GROUP]).map((group): Line => ['GroupAdd', group]),
    ...secretGroups(service, services).map((group): Line => ['GroupAdd', group]),
    ['RunInit', 'true'],
    ['ReadOnly', 'true'],
    ['ReadOnlyTmpfs', 'false'],
    ...scratch.map((path): Line => ['Tmpfs', `${path}:rw,noexec,nosuid,nodev,size=64m,mode=1777`]),
    ['DropCapability', 'all'],
    ...capabilities.map((name): Line => ['AddCapability', `CAP_${name}`]),
    ['NoNewPrivileges', 'true'],
  ]
}

function limits(service: Service, operators: readonly string[]): readonly Line[] {
  const { memory, pids, cpus } = limitsOf(service)
  return [
    ['PidsLimit', pids],
    [
      'PodmanArgs',
      `--memory=${memory.toLowerCase()}${cpus === undefined ? '' : ` --cpus=${cpus}`}`,
    ],
    // Without a value podman takes it along only where the unit's environment has it.
    ...operators.map((name): Line => ['PodmanArgs', `--env=${name}`]),
  ]
}

function commandOf({ service, does }: Process): readonly Line[] {
  const once = ['node', `${folderOf(service)}/main.ts`, '--scheduled']
  const command = does === 'run' ? once : service.container?.command
  if (!command) return []
  // Its generator ends the command at an empty word, and writes the other without its quotes: two commands.
  if (command.some((word) => word === '' || word === ';')) {
    throw new ConfigError([
      `services/${service.id}: container.command: podman takes no word that is empty or a semicolon`,
    ])
  }
  return [['Exec', command.map(commandWord).join(' ')]]
}

function watched({ service, does }: Process): readonly Line[] {
  if (does !== 'serve') return [['LogDriver', 'passthrough']]
  const words = healthCommand(service).map((word) => literal(word).replaceAll('$', '$$$$'))
  const asked = JSON.stringify(words)
  return [
    ['LogDriver', 'journald'],
    ['HealthStartupCmd', asked],
    ['HealthStartupInterval', `${HEALTH.interval}s`],
    ['HealthStartupTimeout', `${HEALTH.timeout}s`],
    ['HealthCmd', asked],
    ['HealthInterval', `${ONCE_WELL.interval}s`],
    ['HealthTimeout', `${ONCE_WELL.timeout}s`],
    ['HealthRetries', HEALTH.retries],
    ['HealthOnFailure', 'kill'],
    ['Notify', 'healthy'],
    ['StopTimeout', SECONDS_TO_STOP],
  ]
}

function runs({ does }: Process): readonly Line[] {
  if (does === 'serve') {
    return [
      ['Restart', 'always'],
      ['RestartSec', 5],
      ['TimeoutStartSec', SECONDS_TO_START],
    ]
  }
  return [
    ['Type', 'oneshot'],
    ...(does === 'setup' ? [['RemainAfterExit', 'yes'] as Line] : []),
    ['TimeoutStartSec', SECONDS_TO_RUN],
  ]
}

function defaults(
  { container }: Service,
  operators: Readonly<Record<string, string | undefined>>,
): readonly [string, string][] {
  const ports = (container?.publish ?? []).map(({ variable, default: port }): [string, string] => [
    variable,
    String(port),
  ])
  return [
    ...Object.entries(operators).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
    ...(ports.length > 0 ? [['LISTEN_ADDRESS', '127.0.0.1'] as [string, string], ...ports] : []),
  ]
}
