import type { Database } from '#core/database/connect.ts'
import type { Cursor } from '#core/notifications/inbox.ts'
import { readReplays, type Replay } from '#core/notifications/log.ts'
import { lastAcknowledged } from '../log/acknowledgements.ts'
import { gather } from '../log/gather.ts'
import type { AuthMessage } from '../protocol/client-message.ts'
import { authOkFrame, notificationFrame } from '../protocol/server-message.ts'
import { isRevocable, tokensEnded } from '../tokens/standing.ts'
import type { Connection } from './connection.ts'
import type { Sender } from './sender.ts'

const AT_ONCE = 1000
/** What a client gets again at most; who missed more is told so by `gap`. */
const REPLAY_LIMIT = 1000

interface Joining {
  readonly connection: Connection
  readonly cursor: AuthMessage['cursor']
  readonly until: Cursor
}

/** What the database knows of somebody who joins. */
interface Known {
  readonly ended: boolean
  readonly replay: Replay | undefined
}

/** Brings a connection with a good token up to date. */
export type Join = (connection: Connection, cursor: AuthMessage['cursor']) => Promise<void>

/**
 * Joining needs the database only for tokens that can be revoked and for cursors; then many are asked for
 * in one question. What comes meanwhile waits in the connection, and in one synchronous turn it gets what
 * it missed up to the position of the log at which it was registered, and then what came after: each line
 * once, in order.
 */
export function createJoin(deps: {
  readonly db: Database
  readonly sender: Sender
  head(): Cursor
  refuse(connection: Connection, message: string): void
}): Join {
  const { db, sender, head, refuse } = deps
  const ask = gather(
    (group: readonly Joining[]) => askAll(db, group),
    (known) => known,
    AT_ONCE,
  )

  return async function join(connection, cursor) {
    const { token } = connection
    if (!token) return
    if (!connection.modern && !isRevocable(token)) {
      connection.state = 'live'
      sender.send(connection, authOkFrame(token.sub))
      return
    }
    const until = head()
    connection.waiting = []
    const { ended, replay } = await ask({ connection, cursor, until })
    if (connection.state !== 'joining') return
    if (ended) return refuse(connection, 'Invalid token')
    const { waiting } = connection
    connection.waiting = undefined
    connection.state = 'live'
    if (!connection.modern || !replay) sender.send(connection, authOkFrame(token.sub))
    else {
      const { entries, gap, unread } = replay
      const resumed = { head: until, replay: entries.length, gap, unread }
      sender.send(connection, authOkFrame(token.sub, resumed))
      for (const entry of entries) sender.send(connection, notificationFrame(entry))
    }
    for (const { frame } of waiting ?? []) sender.send(connection, frame)
  }
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
