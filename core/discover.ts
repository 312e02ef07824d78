import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { messageOf, UnitLoadError } from './errors.ts'
import { serviceManifest, type Service, type ServiceModule } from './service.ts'

/** A service found on disk; `load` imports its code. */
export interface DiscoveredService {
  readonly id: string
  readonly dir: string
  readonly manifest: Service
  load(): Promise<ServiceModule>
}

/**
 * Finds every service: `services/<id>/service.ts` and `webapp/service.ts`. A directory that is not what
 * it should be stops everything with its path and the reason; nothing is passed over.
 */
export async function discoverServices(root: string): Promise<readonly DiscoveredService[]> {
  const ids = await unitFolders(join(root, 'services'))
  const dirs = ids.map((id) => ({ id, dir: join(root, 'services', id) }))
  if (existsSync(join(root, 'webapp'))) dirs.push({ id: 'webapp', dir: join(root, 'webapp') })
  return Promise.all(dirs.map(({ id, dir }) => discoverService(id, dir)))
}

/** Loads `<kind>/<id>/index.ts` of every directory and lets `check` judge its default export. */
export async function discoverUnits<T>(
  root: string,
  kind: 'auth' | 'connectors',
  check: (value: unknown, id: string, path: string) => T,
): Promise<ReadonlyMap<string, T>> {
  const units = new Map<string, T>()
  for (const id of await unitFolders(join(root, kind))) {
    const path = join(root, kind, id, 'index.ts')
    units.set(id, check(await defaultExport(path), id, path))
  }
  return units
}

async function discoverService(id: string, dir: string): Promise<DiscoveredService> {
  const path = join(dir, 'service.ts')
  const parsed = serviceManifest.safeParse(await defaultExport(path))
  if (!parsed.success) throw new UnitLoadError(path, z.prettifyError(parsed.error))
  if (parsed.data.id !== id) throw new UnitLoadError(path, `its id must be ${id}, as its directory`)
  return {
    id,
    dir,
    manifest: parsed.data as Service,
    async load() {
      const main = join(dir, 'main.ts')
      const module = await importFile(main)
      if (typeof module['createApp'] !== 'function') {
        throw new UnitLoadError(main, 'does not export createApp')
      }
      return module as unknown as ServiceModule
    },
  }
}

/** The directories of a kind, sorted. A symbolic link is refused: imports from it would not resolve. */
async function unitFolders(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => {
      const path = join(folder, entry.name)
      if (entry.isSymbolicLink())
        throw new UnitLoadError(path, 'is a symbolic link: mount or copy it')
      if (!entry.isDirectory()) throw new UnitLoadError(path, 'is not a directory')
      if (!/^[a-z][a-z0-9-]*$/.test(entry.name)) {
        throw new UnitLoadError(path, 'must be named with small letters, digits and dashes')
      }
      return entry.name
    })
    .sort()
}

/** What a module exports by default; a UnitLoadError with its path for one that does not load or exports none. */
export async function defaultExport(path: string): Promise<unknown> {
  if (!existsSync(path)) throw new UnitLoadError(path, 'is missing')
  const { default: value } = await importFile(path)
  if (value === undefined) throw new UnitLoadError(path, 'has no default export')
  return value
}

async function importFile(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>
  } catch (cause) {
    throw new UnitLoadError(path, messageOf(cause), { cause })
  }
}
