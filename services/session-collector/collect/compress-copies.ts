import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import type { SessionPlace } from '../sessions.ts'
import { copyPath } from './collect-files.ts'
import { packedPath } from './plain-copy.ts'
import type { Source } from './source.ts'

const LEVEL = 9

/**
 * Compresses copies that have been quiet for so many hours (Zstandard, RFC 8878): a transcript becomes about
 * a quarter. The plain copy goes when the packed one is whole. Returns how many.
 */
export async function compressCopies(
  { db, storeDir }: SessionPlace,
  hours: number,
  signal?: AbortSignal,
): Promise<number> {
  const { rows } = await db.pool.query<Source>(
    `select username, origin, path from session_collector.file
     where refused is null and analysed and done > 0
       and changed_at < now() - make_interval(hours => $1)`,
    [hours],
  )
  let packed = 0
  for (const source of rows) {
    if (signal?.aborted) break
    const path = copyPath(storeDir, source)
    if (!(await isThere(path))) continue
    const temporary = `${packedPath(path)}.new`
    const params = { [constants.ZSTD_c_compressionLevel]: LEVEL }
    await pipeline(
      createReadStream(path),
      createZstdCompress({ params }),
      createWriteStream(temporary, { mode: 0o640 }),
    )
    await rename(temporary, packedPath(path))
    await rm(path)
    packed += 1
  }
  return packed
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
