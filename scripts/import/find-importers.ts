import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UnitLoadError } from '#core/errors.ts'
import type { Importer } from '#core/import/importer.ts'

/** An importer and the unit that it belongs to, such as `services/telegram-bot`. */
export interface FoundImporter extends Importer {
  readonly unit: string
}

/** Finds what units take over of the original; who makes people comes first, then by name. */
export async function findImporters(root: string): Promise<readonly FoundImporter[]> {
  const found: FoundImporter[] = []
  for (const kind of ['auth', 'services'].filter((name) => existsSync(join(root, name)))) {
    for (const id of (await readdir(join(root, kind))).sort()) {
      const file = join(root, kind, id, 'import.ts')
      if (existsSync(file)) found.push({ unit: `${kind}/${id}`, ...(await load(file)) })
    }
  }
  return found.sort((a, b) => Number(b.makesPeople ?? false) - Number(a.makesPeople ?? false))
}

async function load(file: string): Promise<Importer> {
  const module = (await import(pathToFileURL(file).href)) as { default?: Importer }
  if (typeof module.default?.take !== 'function' || typeof module.default.knows !== 'function')
    throw new UnitLoadError(file, 'has no importer as default export')
  return module.default
}
