import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { zstdDecompressSync } from 'node:zlib'
import { copyPath, packedPath } from './copy-path.ts'
import type { FileState } from './file-state.ts'
import type { Source } from './source.ts'

/**
 * The path of a copy as it can be read: one that was compressed is unpacked beside its packed form, which
 * the next compression takes again. One that is broken is put aside, and the copy is as lost as it is.
 */
export function plainCopy(storeDir: string, source: Source): string {
  const path = copyPath(storeDir, source)
  if (existsSync(path) || !existsSync(packedPath(path))) return path
  const bytes = unpacked(readFileSync(packedPath(path)))
  if (!bytes) {
    renameSync(packedPath(path), `${packedPath(path)}.broken`)
    return path
  }
  // On the disk before the packed one goes.
  writeFileSync(`${path}.new`, bytes, { mode: 0o640, flush: true })
  renameSync(`${path}.new`, path)
  rmSync(packedPath(path))
  return path
}

/** Whether a copy is there, in either form; a machine that lost its power may have lost the last ones. */
export function hasCopy(storeDir: string, state: FileState): boolean {
  const path = copyPath(storeDir, state)
  const plain = statSync(path, { throwIfNoEntry: false })
  return plain ? plain.size >= state.done : existsSync(packedPath(path))
}

/** Undefined for what is no whole packed copy. */
function unpacked(bytes: Buffer): Buffer | undefined {
  try {
    return zstdDecompressSync(bytes)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (/^(?:ZSTD_|Z_)/.test(code)) return undefined
    throw error
  }
}
