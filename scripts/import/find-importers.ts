import { defaultExport } from '#core/discover.ts'
import { UnitLoadError } from '#core/errors.ts'
import type { Importer } from '#core/import/importer.ts'
import { unitFiles } from '../command-line/unit-files.ts'

/** Finds what units take over of the original: who makes people comes first, then by name. */
export async function findImporters(root: string): Promise<readonly Importer[]> {
  const files = await unitFiles(root, 'importers')
  const importers: Importer[] = []
  for (const { file } of files.toSorted((a, b) => a.name.localeCompare(b.name))) {
    importers.push(await load(file))
  }
  return importers.sort((a, b) => Number(b.makesPeople ?? false) - Number(a.makesPeople ?? false))
}

async function load(file: string): Promise<Importer> {
  const importer = (await defaultExport(file)) as Partial<Importer> | null
  if (typeof importer?.take !== 'function' || typeof importer.knows !== 'function') {
    throw new UnitLoadError(file, 'has no importer as default export')
  }
  return importer as Importer
}
