import { rm } from 'node:fs/promises'
import { copyPath, packedPath } from './copy-path.ts'
import type { FileState } from './file-state.ts'
import type { Source } from './source.ts'

/** Takes a copy away, in whichever form it is there, with its older versions. */
export async function removeCopies(
  storeDir: string,
  copy: Source & Pick<FileState, 'version'>,
): Promise<void> {
  const path = copyPath(storeDir, copy)
  await rm(path, { force: true })
  await rm(packedPath(path), { force: true })
  for (let version = 1; version < copy.version; version += 1) {
    await rm(`${path}.v${version}`, { force: true })
  }
}
