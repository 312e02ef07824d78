import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { findHomes, type PassedOver } from '#core/files/find-people.ts'
import { homesOfPeople } from '#core/identity/homes-of-people.ts'
import { analyseSession } from '../analytics/analyse-session.ts'
import { priceAnew, saveSessions } from '../analytics/save-sessions.ts'
import { listPrices, type Price } from '../transcript/prices.ts'
import { sessionFiles } from '../analytics/session-files.ts'
import { collectFiles, type CollectedFiles, type Collection } from './collect-files.ts'
import { loadStates, markAnalysed, saveStates } from './file-state.ts'
import { leftOutOf } from './left-out.ts'
import type { Source } from './source.ts'

/** What one run did, over all people. */
export interface Collected {
  readonly counts: CollectedFiles['counts']
  readonly refused: readonly (Source & { readonly reason: string })[]
  readonly people: number
  /** Homes that were left alone. */
  readonly passedOver: readonly PassedOver[]
  /** Sessions that were analysed anew. */
  readonly analysed: number
}

/** Copies what is new of everybody, and then reckons the figures of the sessions that changed. */
export async function collect(
  db: Database,
  place: Omit<Collection, 'isLeftOut'>,
  {
    dryRun = false,
    prices = listPrices,
    everyHome = false,
  }: {
    readonly dryRun?: boolean
    readonly prices?: readonly Price[]
    /** Also homes of nobody: whoever collects by hand has named the folder. */
    readonly everyHome?: boolean
  } = {},
): Promise<Collected> {
  const known = await loadStates(db)
  const isLeftOut = await leftOutOf(db)
  const counts = { new: 0, grown: 0, rewritten: 0, same: 0, refused: 0, leftOut: 0 }
  const refused: (Source & { reason: string })[] = []
  const { people, passedOver, owned } = everyHome
    ? { ...(await findHomes(place.homesDir)), owned: false }
    : await homesOfPeople(db, place.homesDir)
  const unread: PassedOver[] = []
  for (const username of people) {
    const found = await collectFiles({ ...place, isLeftOut }, username, known, dryRun).catch(
      (error: unknown) => {
        // Whatever one home is like: those of others are collected.
        unread.push({ home: username, reason: messageOf(error) })
        return undefined
      },
    )
    if (!found) continue
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
      counts[name] += found.counts[name]
    }
    refused.push(...found.refused)
    await saveStates(db, found.states)
  }
  const analysed = dryRun ? 0 : await analyseNew(db, place.storeDir, prices)
  if (!dryRun) await priceAnew(db, prices)
  if (!dryRun && owned) await forgetRemoved(db, people)
  return {
    counts,
    refused,
    people: people.length,
    passedOver: [...passedOver, ...unread],
    analysed,
  }
}

/** Whoever was removed meanwhile is not brought back by the rows of this run. */
async function forgetRemoved(db: Database, people: readonly string[]): Promise<void> {
  for (const table of ['file', 'session']) {
    await db.pool.query(
      `delete from session_collector.${table}
       where username = any($1) and username not in (select username from core.person)`,
      [people],
    )
  }
}

/** Reckons the sessions whose copies changed since; also those that a run which was killed has left. */
export async function analyseNew(
  db: Database,
  storeDir: string,
  prices: readonly Price[],
): Promise<number> {
  const byPerson = Map.groupBy((await loadStates(db)).values(), ({ username }) => username)
  let sessions = 0
  for (const [username, states] of byPerson) {
    if (states.every(({ analysed, refused }) => analysed || refused !== null)) continue
    const changed = sessionFiles(storeDir, states).filter(({ files }) =>
      files.some(({ analysed }) => !analysed),
    )
    const analysed = []
    for (const session of changed) analysed.push(await analyseSession(storeDir, session))
    await saveSessions(db, username, analysed, prices)
    await markAnalysed(db, states)
    sessions += analysed.length
  }
  return sessions
}
