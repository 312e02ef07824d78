import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UnitLoadError } from '#core/errors.ts'

/** A file that the stack or one of its units brings along; its name is that of what it exports. */
export interface UnitFile {
  readonly name: string
  readonly file: string
  /** The service it belongs to; undefined for the stack itself and for ways to sign in. */
  readonly service?: string
}

/**
 * The modules in `scripts/<folder>`, `webapp/<folder>`, `services/<id>/<folder>` and `auth/<id>/<folder>`, without
 * tests, by folder and name. Two of one name are refused.
 */
export async function unitFiles(root: string, folder: string): Promise<readonly UnitFile[]> {
  const places: { readonly path: string; readonly service?: string }[] = [
    { path: join(root, 'scripts', folder) },
    { path: join(root, 'webapp', folder), service: 'webapp' },
  ]
  for (const id of await namesIn(join(root, 'services'))) {
    places.push({ path: join(root, 'services', id, folder), service: id })
  }
  for (const id of await namesIn(join(root, 'auth'))) {
    places.push({ path: join(root, 'auth', id, folder) })
  }
  const found = new Map<string, UnitFile>()
  for (const { path, ...owner } of places) {
    for (const entry of await namesIn(path)) {
      if (!entry.endsWith('.ts') || entry.endsWith('.test.ts')) continue
      const [name, file] = [entry.slice(0, -'.ts'.length), join(path, entry)]
      const other = found.get(name)
      if (other) throw new UnitLoadError(file, `${other.file} has the same name`)
      found.set(name, { name, file, ...owner })
    }
  }
  return [...found.values()]
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return existsSync(folder) ? (await readdir(folder)).sort() : []
}
