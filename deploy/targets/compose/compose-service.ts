import type { Service } from '#core/service.ts'
import { folderOf } from '../../folder-of.ts'
import { healthCommand } from '../../health-command.ts'
import { HEALTH, SECONDS_TO_STOP } from '../../health-timing.ts'
import { limitsOf } from '../../memory-size.ts'
import { secretGroups } from '../../secrets-of.ts'
import type { StackModel } from '../../stack-model.ts'
import { STACK_GROUP, userOf } from '../../user-of.ts'
import { composeEnvironment, containerEnvironment } from './environment.ts'
import { literal } from './literal.ts'
import { mountsOf } from './mounts.ts'

/** A part as compose writes it, and the named volumes it needs. */
export interface ComposeService {
  readonly service: Readonly<Record<string, unknown>>
  readonly volumes: readonly string[]
}

/** The whole definition of one part: hardened, limited, watched, and waiting for the secrets alone. */
export function composeService(manifest: Service, model: StackModel): ComposeService {
  const mounts = mountsOf(manifest, model.services)
  const service = {
    ...imageOf(manifest, model.version),
    ...(manifest.container?.command && { command: manifest.container.command.map(literal) }),
    ...(manifest.kind === 'setup' ? once : keptRunning(manifest)),
    ...onlyWhenGiven(manifest),
    ...(manifest.isolated && { network_mode: 'none' }),
    ...hardening(manifest, model.services),
    ...limits(manifest),
    environment: manifest.container
      ? containerEnvironment(manifest, mounts)
      : composeEnvironment(manifest, model, mounts),
    ...(manifest.units && { env_file: [{ path: '../.env', required: false }] }),
    ...(mounts.lines.length > 0 && { volumes: mounts.lines }),
    ...published(manifest),
    ...waits(manifest, model),
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
  }
  return { service, volumes: mounts.named }
}

/** Nothing goes to a registry that nobody named: what we build carries this machine's own name. */
function imageOf(service: Service, version: string): object {
  const { id, container } = service
  if (container?.image !== undefined) return { image: container.image }
  return {
    image: `localhost/ai-data-analyst/${id}:\${STACK_VERSION:-${version}}`,
    build: { context: '..', dockerfile: `${folderOf(service)}/Dockerfile` },
  }
}

const once = { restart: 'no', network_mode: 'none' }

function keptRunning(manifest: Service): object {
  return {
    restart: 'unless-stopped',
    stop_grace_period: `${SECONDS_TO_STOP}s`,
    healthcheck: {
      test: ['CMD', ...healthCommand(manifest).map(literal)],
      interval: `${HEALTH.interval}s`,
      timeout: `${HEALTH.timeout}s`,
      retries: HEALTH.retries,
      start_period: `${HEALTH.start}s`,
    },
  }
}

/**
 * A part that is not ours cannot say that it is off, and would hold its ports: without its variables none is
 * started. Compose reads `0` and `01` as numbers.
 */
function onlyWhenGiven({ container, enabledWhen = [] }: Service): object {
  if (!container || enabledWhen.length === 0) return {}
  const one = enabledWhen.reduceRight((inner, name) => `\${${name}:+${inner}}`, '1')
  return { scale: `0${one}` }
}

function hardening(manifest: Service, services: readonly Service[]): object {
  const { id, container } = manifest
  const { user, capabilities, scratch = ['/tmp'] } = container ?? {}
  const groups = [
    ...(user === undefined ? [] : [STACK_GROUP]),
    ...secretGroups(manifest, services),
  ]
  return {
    user: user ?? `${userOf(id)}:${STACK_GROUP}`,
    ...(groups.length > 0 && { group_add: groups.map(String) }),
    init: true,
    read_only: true,
    cap_drop: ['ALL'],
    ...(capabilities && { cap_add: capabilities }),
    security_opt: ['no-new-privileges:true'],
    tmpfs: scratch.map((path) => `${path}:rw,noexec,nosuid,nodev,size=64m,mode=1777`),
  }
}

function limits(service: Service): object {
  const { memory, pids, cpus } = limitsOf(service)
  return { mem_limit: memory.toLowerCase(), pids_limit: pids, ...(cpus !== undefined && { cpus }) }
}

/** Only the edge is reached from outside, and only from this machine until the operator opens it. */
function published({ container }: Service): object {
  if (!container?.publish) return {}
  return {
    ports: container.publish.map(
      ({ port, variable, default: given }) =>
        `\${LISTEN_ADDRESS:-127.0.0.1}:\${${variable}:-${given}}:${port}`,
    ),
  }
}

/** The one gate at the start: the secrets must have been made. */
function waits({ kind, isolated }: Service, { services }: StackModel): object {
  if (kind === 'setup' || isolated) return {}
  const gates = services.filter((service) => service.kind === 'setup')
  return {
    depends_on: Object.fromEntries(
      gates.map(({ id }) => [id, { condition: 'service_completed_successfully' }]),
    ),
  }
}
