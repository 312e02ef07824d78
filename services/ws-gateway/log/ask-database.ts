import type { Database } from '#core/database/connect.ts'
import { readReplays, type Replay } from '#core/notifications/log.ts'
import type { Joining, Known } from '../connections/join.ts'
import { tokensEnded } from '../tokens/standing.ts'
import { lastAcknowledged } from './acknowledgements.ts'
import { gather } from './gather.ts'

/** All that they missed is in memory together; larger groups get their answers hardly sooner. */
const AT_ONCE = 16
/** What a client gets again at most; who missed more is told so by `gap`. */
const REPLAY_LIMIT = 1000

/** Asks the database about those who join: for many in one question, since after a restart all come at once. */
export function createAsk(db: Database): (joining: Joining) => Promise<Known> {
  return gather(
    (group: readonly Joining[]) => askAll(db, group),
    (known) => known,
    AT_ONCE,
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
    const returning = places.map((place) => ({
      username: group[place]?.connection.username ?? '',
      cursor: cursors[place],
    }))
    const until = group[places[0] ?? 0]?.until
    if (!until) continue
    const found = await readReplays(db, returning, { until, limit: REPLAY_LIMIT })
    for (const [nth, place] of places.entries()) {
      const replay = found[nth]
      if (replay) replays.set(place, replay)
    }
  }
  return group.map((_, place) => ({ ended: ended.has(place), replay: replays.get(place) }))
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
