import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import type { Database } from '#core/database/connect.ts'
import type { SessionPlace } from '../session-place.ts'
import { copyPath, packedPath } from './copy-path.ts'
import { inTurnOf } from './in-turn-of.ts'
import type { Source } from './source.ts'

const LEVEL = 9

const QUIET = `refused is null and analysed and done > 0
  and changed_at < now() - make_interval(hours => $1)`

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
     where ${QUIET}`,
    [hours],
  )
  let packed = 0
  for (const source of rows) {
    if (signal?.aborted) break
    const path = copyPath(storeDir, source)
    if (!existsSync(path)) continue
    // What its person's machine sends meanwhile must not go with the plain copy.
    await inTurnOf(db, source.username, async (inner) => {
      if (!(await isQuiet(inner, source, hours))) return
      await pack(path)
      packed += 1
    })
  }
  return packed
}

/** The packed copy is on the disk before the plain one goes. */
async function pack(path: string): Promise<void> {
  const temporary = `${packedPath(path)}.new`
  const params = { [constants.ZSTD_c_compressionLevel]: LEVEL }
  await pipeline(
    createReadStream(path),
    createZstdCompress({ params }),
    createWriteStream(temporary, { mode: 0o640, flush: true }),
  )
  await rename(temporary, packedPath(path))
  await rm(path)
}

async function isQuiet(
  { pool }: Database,
  { username, origin, path }: Source,
  hours: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from session_collector.file
     where ${QUIET} and username = $2 and origin = $3 and path = $4`,
    [hours, username, origin, path],
  )
  return rowCount === 1
}
