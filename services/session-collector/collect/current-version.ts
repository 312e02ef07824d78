import { existsSync } from 'node:fs'

/**
 * The number of the copy at `path`: older ones lie beside it as `.v<n>`, also one that a process put aside which was
 * killed before it could say so. `known` is what its row says.
 */
export function currentVersion(path: string, known = 1): number {
  let version = known
  while (existsSync(`${path}.v${version}`)) version += 1
  return version
}
