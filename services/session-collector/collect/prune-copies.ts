import type { SessionPlace } from '../session-place.ts'
import { loadStates, stateKey, TIME_OVER, type FileState } from './file-state.ts'
import { inTurnOf } from './in-turn-of.ts'
import { removeCopies } from './remove-copies.ts'

/** Removes copies that have not changed for so many days; their figures stay. Returns how many. */
export async function pruneCopies({ db, storeDir }: SessionPlace, days: number): Promise<number> {
  if (days === 0) return 0
  const { rows } = await db.pool.query<FileState>(
    `update session_collector.file set refused = $2, done = 0
     where refused is null and changed_at < now() - make_interval(days => $1)
     returning username, origin, path, version`,
    [days, TIME_OVER],
  )
  for (const [username, over] of Map.groupBy(rows, (row) => row.username)) {
    await inTurnOf(db, username, async (inner) => {
      const states = await loadStates(inner, username)
      // What its person's machine sent meanwhile is a new copy.
      const stillOver = over.filter((one) => states.get(stateKey(one))?.refused === TIME_OVER)
      for (const state of stillOver) await removeCopies(storeDir, state)
    })
  }
  return rows.length
}
