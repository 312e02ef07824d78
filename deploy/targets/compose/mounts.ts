import { SOCKETS_DIR } from '#core/run/isolated-socket.ts'
import type { Service } from '#core/service.ts'

/** Where a container has its secrets and its configuration. */
export const SECRETS_DIR = '/secrets'
export const CONFIG_DIR = '/config'

/** What is mounted into a container: compose's lines, the named volumes, and what may be written. */
export interface Mounts {
  readonly lines: readonly string[]
  readonly named: readonly string[]
  /** Path in the container to what the operator mounted there, as a compose expression. */
  readonly writable: ReadonlyMap<string, string>
}

/** A store is a named volume, or the folder that the operator's variable (DATA_VOLUME) names. */
export function mountsOf(manifest: Service, services: readonly Service[] = []): Mounts {
  const setup = manifest.kind === 'setup'
  const stores = [
    ...(manifest.volumes ?? []),
    ...(needsSocket(manifest, services) ? [{ name: 'sockets', path: SOCKETS_DIR }] : []),
    ...(needsSecrets(manifest) ? [{ name: 'secrets', path: SECRETS_DIR, readOnly: !setup }] : []),
  ]
  const writable = stores.filter(({ readOnly }) => readOnly !== true)
  return {
    lines: [
      ...stores.map(
        ({ name, path, readOnly }) => `${sourceOf(name)}:${path}${readOnly === true ? ':ro' : ''}`,
      ),
      ...(manifest.container || manifest.isolated || setup ? [] : [`../config:${CONFIG_DIR}:ro`]),
    ],
    named: stores.map(({ name }) => name),
    writable: new Map(writable.map(({ name, path }) => [path, sourceOf(name)])),
  }
}

/** Our own code reads at least the database's password. */
function needsSecrets({ container, secrets, isolated }: Service): boolean {
  return isolated !== true && (container === undefined || secrets !== undefined)
}

/** An isolated service is reached by its socket, by who says that it needs it. */
function needsSocket({ isolated, needs = [] }: Service, services: readonly Service[]): boolean {
  return isolated === true || services.some((other) => other.isolated && needs.includes(other.id))
}

function sourceOf(name: string): string {
  return `\${${name.toUpperCase().replaceAll('-', '_')}_VOLUME:-${name}}`
}
