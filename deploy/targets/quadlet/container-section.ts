import { ConfigError } from '#core/errors.ts'
import { MOUNTS } from '#core/run/check-mounts.ts'
import type { Service } from '#core/service.ts'
import type { RenderOptions } from '../../render-options.ts'
import type { StackModel } from '../../stack-model.ts'
import { STACK_GROUP, userOf } from '../../user-of.ts'
import type { Run } from './container-files.ts'
import { configDir, NETWORK } from './names.ts'
import { storesOf, type Store } from './stores.ts'
import { assignment, escaped, type Section } from './unit-file.ts'

type Lines = [string, string][]

/** The keys of podman 5.4 alone: one that it does not know drops the whole unit. */
export function containerSection(
  manifest: Service,
  model: StackModel,
  options: RenderOptions,
  run: Run,
): Section {
  const { id, container, isolated } = manifest
  const stores = storesOf(manifest, model.services)
  const ours = container === undefined
  const offline = isolated === true || manifest.kind === 'setup'
  return [
    ['Image', imageOf(manifest, model.version)],
    ['ContainerName', run.unit],
    ['ServiceName', run.unit],
    ['Pull', 'never'],
    ...command(manifest, run),
    ...(offline ? [['Network', 'none'] as const] : network(id, run)),
    ...published(manifest, options),
    ...(ours && !offline ? envFiles(options) : []),
    ...environment(manifest, stores, options),
    ...stores.map((store) => ['Volume', volumeOf(store, options)] as const),
    ...(ours && !offline
      ? [['Volume', `${configDir(options.rootless)}/config:/config:ro`] as const]
      : []),
    ...hardening(manifest),
    ...limits(manifest),
    ...(run.as === 'daemon' ? health(manifest) : [['LogDriver', 'passthrough'] as const]),
  ]
}

function imageOf({ id, container }: Service, version: string): string {
  return container?.image === undefined
    ? `localhost/ai-data-analyst/${id}:${version}`
    : `localhost/${container.image}`
}

function command({ id, container }: Service, { as }: Run): Lines {
  if (as === 'job') return [['Exec', `node core/run/run-job-once.ts ${id}`]]
  if (!container?.command) return []
  return [['Exec', container.command.map((part) => quoted(part)).join(' ')]]
}

function quoted(part: string): string {
  const text = escaped(part)
  return /[\s"'\\]/.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text
}

function network(id: string, { as }: Run): Lines {
  return [
    ['Network', `${NETWORK}.network`],
    ...(as === 'job' ? [] : ([['NetworkAlias', id]] as Lines)),
  ]
}

function published({ container }: Service, { variables }: RenderOptions): Lines {
  return (container?.publish ?? []).map(({ port, variable, default: given }) => [
    'PublishPort',
    `${variables['LISTEN_ADDRESS'] ?? '127.0.0.1'}:${variables[variable] ?? given}:${port}`,
  ])
}

/** What the operator sets is read last, and wins. */
function envFiles({ rootless }: RenderOptions): Lines {
  return [
    ['EnvironmentFile', `${configDir(rootless)}/defaults.env`],
    ['EnvironmentFile', `${configDir(rootless)}/stack.env`],
  ]
}

function environment(manifest: Service, stores: readonly Store[], options: RenderOptions): Lines {
  const writable = stores.filter(({ readOnly }) => !readOnly)
  const has = (path: string) => stores.some((store) => store.path === path)
  const mounts = writable.map((store) => `${store.path}=${sourceOf(store, options)}`).join(' ')
  const variables: Record<string, string> = manifest.container
    ? foreign(manifest, options)
    : {
        HOST: '0.0.0.0',
        PORT: String(manifest.port ?? 8080),
        DATA_DIR: has('/data') ? '/data' : '/tmp/data',
        ...(!manifest.isolated && { CONFIG_DIR: '/config', SECRETS_DIR: '/secrets' }),
        ...(has('/homes') && { HOMES_DIR: '/homes' }),
        ...(mounts !== '' && { [MOUNTS]: mounts }),
      }
  return Object.entries(variables).map(([name, value]) => ['Environment', assignment(name, value)])
}

function foreign(
  { id, container, secrets }: Service,
  { variables }: RenderOptions,
): Record<string, string> {
  const fixed = Object.entries(container?.env ?? {}).map(([name, text]) => [
    name,
    text.replaceAll(/\$\{secret:([^}]*)\}/g, (_whole, secret: string) => {
      if (secrets?.[secret]) return `/secrets/${secret}`
      throw new ConfigError([
        `services/${id}: ${name} names ${secret}, which is not in its secrets`,
      ])
    }),
  ])
  return {
    ...(Object.fromEntries(fixed) as Record<string, string>),
    ...(container?.publish && { SITE_ADDRESS: variables['DOMAIN'] ?? ':80' }),
  }
}

function sourceOf({ name }: Store, { variables }: RenderOptions): string {
  const own = variables[`${name.toUpperCase().replaceAll('-', '_')}_VOLUME`]
  return own?.startsWith('/') ? own : `${name}.volume`
}

function volumeOf(store: Store, options: RenderOptions): string {
  return `${sourceOf(store, options)}:${store.path}${store.readOnly ? ':ro' : ''}`
}

function hardening({ id, container }: Service): Lines {
  const { user, capabilities = [], scratch = ['/tmp'] } = container ?? {}
  const [uid = '', gid = ''] = (user ?? `${userOf(id)}:${STACK_GROUP}`).split(':')
  return [
    ['User', uid],
    ['Group', gid],
    ...(user === undefined ? [] : ([['GroupAdd', String(STACK_GROUP)]] as Lines)),
    ['ReadOnly', 'true'],
    ['ReadOnlyTmpfs', 'false'],
    ...scratch.map(
      (path) => ['Tmpfs', `${path}:rw,noexec,nosuid,nodev,size=64m,mode=1777`] as [string, string],
    ),
    ['DropCapability', 'all'],
    ...capabilities.map((name) => ['AddCapability', `CAP_${name}`] as [string, string]),
    ['NoNewPrivileges', 'true'],
    ['RunInit', 'true'],
  ]
}

function limits({ limits: { memory = '256m', cpus, pids = 128 } = {} }: Service): Lines {
  const cpu = cpus === undefined ? '' : ` --cpus=${cpus}`
  return [
    ['PidsLimit', String(pids)],
    ['PodmanArgs', `--memory=${memory} --memory-swap=${memory}${cpu}`],
  ]
}

function health({ id, container }: Service): Lines {
  const asked = container ? container.health : ['node', 'core/run/check-health.ts']
  if (!asked) throw new ConfigError([`services/${id}: container.health is missing`])
  return [
    ['HealthCmd', escaped(JSON.stringify(asked))],
    ['HealthInterval', '10s'],
    ['HealthTimeout', '5s'],
    ['HealthRetries', '3'],
    ['HealthStartPeriod', '90s'],
    ['HealthOnFailure', 'kill'],
    ['Notify', 'healthy'],
    ['StopTimeout', '20'],
    ['LogDriver', 'journald'],
  ]
}
