import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { findHomes, type PassedOver } from '#core/files/find-people.ts'
import { homesOfPeople } from '#core/identity/homes-of-people.ts'
import { priceAnew } from '../analytics/save-sessions.ts'
import { listPrices, type Price } from '../transcript/prices.ts'
import { analyseNew, type Unreckoned } from './analyse-new.ts'
import { collectFiles, noCounts, type CollectedFiles, type Collection } from './collect-files.ts'
import { loadStates, saveStates, stateKey } from './file-state.ts'
import { inTurnOf } from './in-turn-of.ts'
import { leftOutOf } from './left-out.ts'
import { peopleWithRefusals, saveRefusals } from './refusals.ts'
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
  /** Sessions whose figures could not be made anew; the next run tries again. */
  readonly unreckoned: readonly Unreckoned[]
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
  const known = Map.groupBy((await loadStates(db)).values(), ({ username }) => username)
  const counts = noCounts()
  const refused: (Source & { reason: string })[] = []
  const { people, passedOver, owned } = everyHome
    ? { ...(await findHomes(place.homesDir)), owned: false }
    : await homesOfPeople(db, place.homesDir)
  const unread: PassedOver[] = []
  const told = await peopleWithRefusals(db)
  for (const username of people) {
    const own = new Map(known.get(username)?.map((state) => [stateKey(state), state]))
    // What its person deletes or leaves out meanwhile waits, and finds what was copied.
    const found = await inTurnOf(db, username, async (inner) => {
      const isLeftOut = await leftOutOf(inner)
      const files = await collectFiles({ ...place, isLeftOut }, username, own, dryRun)
      await saveStates(inner, files.states)
      if (!dryRun && (files.refused.length > 0 || told.has(username))) {
        await saveRefusals(inner, username, files.refused)
      }
      return files
    }).catch((error: unknown) => {
      // Whatever one home is like: those of others are collected.
      unread.push({ home: username, reason: messageOf(error) })
      return undefined
    })
    if (!found) continue
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
      counts[name] += found.counts[name]
    }
    refused.push(...found.refused)
  }
  const { analysed, unreckoned } = dryRun
    ? { analysed: 0, unreckoned: [] }
    : await analyseNew(db, place.storeDir, prices)
  if (!dryRun) await priceAnew(db, prices)
  if (!dryRun && owned) await forgetRemoved(db, people)
  return {
    counts,
    refused,
    people: people.length,
    passedOver: [...passedOver, ...unread],
    analysed,
    unreckoned,
  }
}

/** Whoever was removed meanwhile is not brought back by the rows of this run. */
async function forgetRemoved(db: Database, people: readonly string[]): Promise<void> {
  for (const table of ['file', 'session', 'refusal']) {
    await db.pool.query(
      `delete from session_collector.${table}
       where username = any($1) and username not in (select username from core.person)`,
      [people],
    )
  }
}
