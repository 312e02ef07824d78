import { statSync } from 'node:fs'
import { copyPath } from './copy-path.ts'
import type { FileState } from './file-state.ts'

/** What the copies of one person take, with their older versions: a quota is of these as well. */
export function keptBytes(storeDir: string, known: ReadonlyMap<string, FileState>): number {
  let bytes = 0
  for (const state of known.values()) {
    bytes += state.done
    for (let older = 1; older < state.version; older += 1) {
      const path = `${copyPath(storeDir, state)}.v${older}`
      bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0
    }
  }
  return bytes
}
