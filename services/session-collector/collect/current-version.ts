import { existsSync, statSync } from 'node:fs'

/**
 * The number of the copy at `path`: older ones lie beside it as `.v<n>`, also one that a process put aside which was
 * killed before it could say so. `known` is what its row says.
 */
export function currentVersion(path: string, known = 1): number {
  let version = known
  while (existsSync(`${path}.v${version}`)) version += 1
  return version
}

/** The bytes of the older copies beside the one at `path`, which is of this version: a quota is of these as well. */
export function bytesOfVersions(path: string, version: number): number {
  let bytes = 0
  for (let older = 1; older < version; older += 1) {
    bytes += statSync(`${path}.v${older}`, { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}
