import type { Database } from '#core/database/connect.ts'
import { readReplays, type Replay } from '#core/notifications/log.ts'
import type { Joining, Known } from '../connections/join.ts'
import { tokensEnded } from '../tokens/standing.ts'
import { lastAcknowledged } from './acknowledgements.ts'
import { gather } from './gather.ts'

/** Asked about in one question: all that they have missed is in memory together. */
const MANY = { people: 256, bytes: 512 * 1024 }
/** Who missed more bytes is asked about once more, among few. */
const FEW = { people: 16, bytes: 8 * 1024 * 1024 }
/** What a client gets again at most, and FEW.bytes; who missed more is told so by `gap`. */
const REPLAY_LIMIT = 1000

/** Asks the database about those who join: for many in one question, since after a restart all come at once. */
export function createAsk(db: Database): (joining: Joining) => Promise<Known> {
  return gather(
    (group: readonly Joining[]) => askAll(db, group),
    (known) => known,
    MANY.people,
  )
}

async function askAll(db: Database, group: readonly Joining[]): Promise<readonly Known[]> {
  const tokens = group.flatMap(({ connection }) => connection.token ?? [])
  const ended = await tokensEnded(db, tokens)
  const acknowledged = await lastAcknowledged(
    db,
    group.map(({ connection, cursor }) => (cursor === 'acknowledged' ? connection : undefined)),
  )
  const cursors = group.map(({ cursor }, place) =>
    cursor === 'acknowledged' ? acknowledged[place] : (cursor ?? undefined),
  )
  const replays = new Map<number, Replay>()
  for (const places of byHead(group)) {
    await read(places, MANY.bytes)
    const heavy = places.filter((place) => replays.get(place)?.more)
    for (let from = 0; from < heavy.length; from += FEW.people) {
      await read(heavy.slice(from, from + FEW.people), FEW.bytes)
    }
  }
  return group.map((_, place) => ({ ended: ended.has(place), replay: replays.get(place) }))

  /** What those at some places have missed, who registered at the same head. */
  async function read(places: readonly number[], bytes: number): Promise<void> {
    const until = group[places[0] ?? 0]?.until
    if (!until) return
    const returning = places.map((place) => ({
      username: group[place]?.connection.username ?? '',
      cursor: cursors[place],
    }))
    const found = await readReplays(db, returning, { until, limit: REPLAY_LIMIT, bytes })
    for (const [nth, place] of places.entries()) {
      const replay = found[nth]
      if (replay) replays.set(place, replay)
    }
  }
}

/** The places of those that know more than the first version, by the head at which they were registered. */
function byHead(group: readonly Joining[]): readonly (readonly number[])[] {
  const heads = new Map<string, number[]>()
  for (const [place, { connection, until }] of group.entries()) {
    if (!connection.modern) continue
    const key = `${until.epoch} ${until.seq}`
    const places = heads.get(key)
    if (places) places.push(place)
    else heads.set(key, [place])
  }
  return [...heads.values()]
}
