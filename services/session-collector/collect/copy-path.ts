import type { Source } from './source.ts'

/** The place of a copy. Put together by hand, as it is asked for every file of everybody in each run. */
export function copyPath(storeDir: string, { username, origin, path }: Source): string {
  return `${storeDir}/${username}/${origin}/${path}`
}

/** Where a copy lies once it is compressed. */
export function packedPath(path: string): string {
  return `${path}.zst`
}
