import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuthProvider } from '../auth.ts'
import type { InstanceUnits } from '../config/load.ts'
import type { Connector } from '../connector.ts'
import { discoverServices, discoverUnits, type DiscoveredService } from '../discover.ts'
import type { Service } from '../service.ts'
import { checkAuthProvider, checkConnector } from '../unit-check.ts'

import { readManifests } from './manifests-file.ts'

/** Everything that is a directory: what this checkout or image can do. */
export interface Units {
  /** The services whose code is here. */
  readonly services: readonly DiscoveredService[]
  /** The parts of the stack that run elsewhere: what an image knows of the others. */
  readonly elsewhere: readonly Service[]
  readonly connectors: ReadonlyMap<string, Connector>
  readonly providers: ReadonlyMap<string, AuthProvider>
}

/** Loads every unit; one that does not load stops the start with its path and the reason. */
export async function discoverAll(root: string): Promise<Units> {
  const services = await discoverServices(root)
  return {
    services,
    elsewhere: (await readManifests(root)).filter(
      ({ id }) => !services.some((service) => service.id === id),
    ),
    connectors: await discoverUnits(root, 'connectors', checkConnector),
    providers: await discoverUnits(root, 'auth', checkAuthProvider),
  }
}

/** What instance.yaml may speak of; a kind that this image has none of is left unchecked. */
export function instanceUnits(units: Units): InstanceUnits {
  const { services, elsewhere, connectors, providers } = units
  return {
    services: new Set([...services, ...elsewhere].map(({ id }) => id)),
    connectors: connectors.size > 0 ? connectors : undefined,
    providers: providers.size > 0 ? new Set(providers.keys()) : undefined,
  }
}

/** Who owns a schema in the database: core first, then every unit with a folder `migrations`. */
export async function migrationOwners(
  root: string,
): Promise<readonly { readonly owner: string; readonly dir: string }[]> {
  const units = [
    { owner: 'core', dir: join(root, 'core') },
    { owner: 'webapp', dir: join(root, 'webapp') },
    ...(await foldersOf(root, 'services', (id) => id)),
    ...(await foldersOf(root, 'auth', (id) => `auth-${id}`)),
    ...(await foldersOf(root, 'connectors', (id) => `connector-${id}`)),
  ]
  return units
    .map(({ owner, dir }) => ({ owner, dir: join(dir, 'migrations') }))
    .filter(({ dir }) => existsSync(dir))
}

async function foldersOf(
  root: string,
  kind: string,
  ownerOf: (id: string) => string,
): Promise<readonly { readonly owner: string; readonly dir: string }[]> {
  const folder = join(root, kind)
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ owner: ownerOf(name), dir: join(folder, name) }))
}
