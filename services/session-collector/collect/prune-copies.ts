import { rm } from 'node:fs/promises'
import type { SessionPlace } from '../sessions.ts'
import { copyPath } from './collect-files.ts'
import { packedPath } from './plain-copy.ts'
import { TIME_OVER, type FileState } from './file-state.ts'

/** Removes copies that have not changed for so many days; their figures stay. Returns how many. */
export async function pruneCopies({ db, storeDir }: SessionPlace, days: number): Promise<number> {
  if (days === 0) return 0
  const { rows } = await db.pool.query<FileState>(
    `update session_collector.file set refused = $2, done = 0
     where refused is null and changed_at < now() - make_interval(days => $1)
     returning username, origin, path, version`,
    [days, TIME_OVER],
  )
  for (const state of rows) {
    const path = copyPath(storeDir, state)
    await rm(path, { force: true })
    await rm(packedPath(path), { force: true })
    for (let version = 1; version < state.version; version += 1) {
      await rm(`${path}.v${version}`, { force: true })
    }
  }
  return rows.length
}
