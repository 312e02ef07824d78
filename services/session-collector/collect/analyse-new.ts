import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { analyseSession, type AnalysedSession } from '../analytics/analyse-session.ts'
import { saveSessions } from '../analytics/save-sessions.ts'
import { sessionFiles } from '../analytics/session-files.ts'
import type { SessionPlace } from '../session-place.ts'
import { listPrices, type Price } from '../transcript/prices.ts'
import { loadStates, markAnalysed, type FileState } from './file-state.ts'
import { inTurnOf } from './in-turn-of.ts'

/** A session whose figures, or whose twin, are as they were before, and why; all of a person's when none is named. */
export interface Unreckoned {
  readonly username: string
  readonly session?: string
  readonly reason: string
}

interface Reckoned {
  readonly analysed: number
  readonly unreckoned: readonly Unreckoned[]
}

/**
 * Reckons the sessions whose copies changed since; also those that a run which was killed has left. One that cannot
 * be read or stored is told, tried again by the next run, and keeps no other from being reckoned.
 */
export async function analyseNew(
  db: Database,
  storeDir: string,
  prices: readonly Price[],
): Promise<Reckoned> {
  const byPerson = Map.groupBy((await loadStates(db)).values(), ({ username }) => username)
  const unreckoned: Unreckoned[] = []
  let analysed = 0
  for (const [username, states] of byPerson) {
    if (states.every((state) => state.analysed || state.refused !== null)) continue
    try {
      const found = await analysePerson({ db, storeDir, prices }, username, states)
      analysed += found.analysed
      unreckoned.push(...found.unreckoned)
    } catch (error) {
      unreckoned.push({ username, reason: messageOf(error) })
    }
  }
  return { analysed, unreckoned }
}

/**
 * The same for one person who asks for their sessions: what they have sent is there at once. What cannot be read is
 * told by the next collection. Throws the signal's reason, and stores nothing, once that is aborted.
 */
export async function analyseOwn(
  { db, storeDir, prices = listPrices }: SessionPlace,
  username: string,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const states = [...(await loadStates(db, username)).values()]
  if (states.every((state) => state.analysed || state.refused !== null)) return
  await analysePerson({ db, storeDir, prices }, username, states, signal)
}

async function analysePerson(
  at: Required<SessionPlace>,
  username: string,
  states: readonly FileState[],
  signal?: AbortSignal,
): Promise<Reckoned> {
  const changed = sessionFiles(at.storeDir, states).filter(({ files }) =>
    files.some(({ analysed }) => !analysed),
  )
  const failed = new Map<string, unknown>()
  const analysed: AnalysedSession[] = []
  for (const session of changed) {
    signal?.throwIfAborted()
    try {
      analysed.push(await analyseSession(at.storeDir, session))
    } catch (error) {
      failed.set(session.id, error)
    }
  }
  // In turn with what its person deletes: that is not brought back.
  await inTurnOf(at.db, username, async (db) => {
    for (const [id, error] of await saveSessions(db, username, analysed, at.prices)) {
      failed.set(id, error)
    }
    const left = new Set(changed.filter(({ id }) => failed.has(id)).flatMap(({ files }) => files))
    await markAnalysed(
      db,
      states.filter((state) => !left.has(state)),
    )
  })
  const unreckoned = [...failed].map(([session, error]) => {
    return { username, session, reason: messageOf(error) }
  })
  return { analysed: changed.length - failed.size, unreckoned }
}
