import type { Service } from '#core/service.ts'
import { CONFIG_DIR, needsConfig, storesOf, volumeVariable } from '../../stores-of.ts'

/** What is mounted into a container: compose's lines, the named volumes, and what may be written. */
export interface Mounts {
  readonly lines: readonly string[]
  readonly named: readonly string[]
  /** Path in the container to what the operator mounted there, as a compose expression. */
  readonly writable: ReadonlyMap<string, string>
}

/** A store is a named volume, or the folder that the operator's variable (DATA_VOLUME) names. */
export function mountsOf(manifest: Service, services: readonly Service[]): Mounts {
  const stores = storesOf(manifest, services)
  const writable = stores.filter(({ readOnly }) => readOnly !== true)
  return {
    lines: [
      ...stores.map(
        ({ name, path, readOnly }) => `${sourceOf(name)}:${path}${readOnly === true ? ':ro' : ''}`,
      ),
      ...(needsConfig(manifest) ? [`../config:${CONFIG_DIR}:ro`] : []),
    ],
    named: stores.map(({ name }) => name),
    writable: new Map(writable.map(({ name, path }) => [path, sourceOf(name)])),
  }
}

function sourceOf(name: string): string {
  return `\${${volumeVariable(name)}:-${name}}`
}
