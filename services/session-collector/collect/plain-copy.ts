import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { zstdDecompressSync } from 'node:zlib'
import { copyPath } from './collect-files.ts'
import type { Source } from './source.ts'

/** Where a copy lies once it is compressed. */
export function packedPath(path: string): string {
  return `${path}.zst`
}

/**
 * The path of a copy as it can be read: one that was compressed is unpacked beside its packed form, which
 * the next compression takes again.
 */
export function plainCopy(storeDir: string, source: Source): string {
  const path = copyPath(storeDir, source)
  if (existsSync(path) || !existsSync(packedPath(path))) return path
  const bytes = zstdDecompressSync(readFileSync(packedPath(path)))
  writeFileSync(`${path}.new`, bytes, { mode: 0o640 })
  renameSync(`${path}.new`, path)
  rmSync(packedPath(path))
  return path
}

/** Whether a copy is there, in either form. */
export function hasCopy(path: string, bytes: number): boolean {
  const plain = statSync(path, { throwIfNoEntry: false })
  return plain ? plain.size >= bytes : existsSync(packedPath(path))
}
