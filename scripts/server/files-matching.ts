import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The files in a folder whose names match; a folder among them is none, nor is a link to one or to nothing. */
export function filesMatching(folder: string, patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: folder })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .sort()
}
