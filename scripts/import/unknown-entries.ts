import { dirname } from 'node:path'
import type { ImportEntry } from '#core/import/importer.ts'
import { countOf } from '#core/portal/format-count.ts'

/** Names what no importer knows: a folder as a whole where nothing in it is known. */
export function unknownEntries(
  unknown: readonly string[],
  known: readonly string[],
): readonly ImportEntry[] {
  const inUse = new Set(known.flatMap(foldersOf))
  const places = Map.groupBy(
    unknown,
    (path) => foldersOf(path).findLast((folder) => folder !== '.' && !inUse.has(folder)) ?? path,
  )
  return [...places].map(([file, paths]) => ({
    state: 'left',
    file,
    detail:
      paths.length === 1 && paths[0] === file
        ? 'no part of the stack knows this file'
        : `no part of the stack knows what is in this folder: ${countOf(paths.length, 'file')}`,
  }))
}

/** The folders that a path lies in, the innermost first, ending with `.`. */
function foldersOf(path: string): readonly string[] {
  const folders: string[] = []
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(folder)
    if (folder === '.') return folders
  }
}
