import { SOCKETS_DIR } from '#core/run/isolated-socket.ts'
import type { Service } from '#core/service.ts'

/** A named store and where it lies in a container. */
export interface Store {
  readonly name: string
  readonly path: string
  readonly readOnly: boolean
}

/** What a part has mounted: its own volumes, the sockets of who it needs, and the secrets it reads. */
export function storesOf(manifest: Service, services: readonly Service[]): readonly Store[] {
  const { volumes = [], isolated, needs = [], kind, container, secrets } = manifest
  const needsSocket =
    isolated === true || services.some((other) => other.isolated && needs.includes(other.id))
  const needsSecrets = isolated !== true && (container === undefined || secrets !== undefined)
  return [
    ...volumes.map(({ name, path, readOnly = false }) => ({ name, path, readOnly })),
    ...(needsSocket ? [{ name: 'sockets', path: SOCKETS_DIR, readOnly: false }] : []),
    ...(needsSecrets ? [{ name: 'secrets', path: '/secrets', readOnly: kind !== 'setup' }] : []),
  ]
}
