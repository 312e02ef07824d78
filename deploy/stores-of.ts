import { SOCKETS_DIR } from '#core/run/isolated-socket.ts'
import type { Service } from '#core/service.ts'

/** Where a container has its secrets and its configuration. */
export const SECRETS_DIR = '/secrets'
export const CONFIG_DIR = '/config'

/** A store that outlives its service, and where the service has it. */
export interface Store {
  readonly name: string
  readonly path: string
  readonly readOnly?: boolean | undefined
}

/** What a part keeps or reads, its sockets and secrets included. */
export function storesOf(manifest: Service, services: readonly Service[]): readonly Store[] {
  const readOnly = manifest.kind !== 'setup'
  return [
    ...(manifest.volumes ?? []),
    ...(needsSocket(manifest, services) ? [{ name: 'sockets', path: SOCKETS_DIR }] : []),
    ...(needsSecrets(manifest) ? [{ name: 'secrets', path: SECRETS_DIR, readOnly }] : []),
  ]
}

/** The variable by which an operator has a store lie elsewhere: DATA_VOLUME. */
export function volumeVariable(store: string): string {
  return `${store.toUpperCase().replaceAll('-', '_')}_VOLUME`
}

/** Our own code reads at least the database's password. */
export function needsSecrets({ container, secrets, isolated }: Service): boolean {
  return isolated !== true && (container === undefined || secrets !== undefined)
}

/** Our own code reads instance.yaml, unless it is walled in or runs before there is anything to read. */
export function needsConfig({ container, isolated, kind }: Service): boolean {
  return !container && isolated !== true && kind !== 'setup'
}

/** An isolated service is reached by its socket, by who says that it needs it. */
export function needsSocket(
  { isolated, needs = [] }: Service,
  services: readonly Service[],
): boolean {
  return isolated === true || services.some((other) => other.isolated && needs.includes(other.id))
}
