import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * The arguments of an action for a place that is elsewhere in the tree of files, or has only a part of it: paths are
 * written out in full, and `folders` are those that are there to be taken along.
 */
export function carriedPaths(
  args: readonly string[],
  paths: readonly string[],
): { readonly args: readonly string[]; readonly folders: readonly string[] } {
  const full = paths.map((path) => resolve(path))
  return {
    args: args.map((word) => (paths.includes(word) ? resolve(word) : word)),
    folders: full.filter((path) => existsSync(path)),
  }
}
