import type { Database } from '../database/connect.ts'
import type { Cursor } from './inbox.ts'
import { isSuperseded } from './notification.ts'

/** A line of the log as it goes to clients: the body is the JSON text that was stored. */
export interface LogEntry {
  readonly seq: number
  readonly id: string
  readonly username: string
  readonly body: string
}

/** What follows a number in the log, oldest first; nobody has missed anything before the last of them. */
export async function readLog(
  db: Database,
  after: number,
  limit: number,
): Promise<readonly LogEntry[]> {
  const { rows } = await db.pool.query<LogEntry>({
    name: 'read-log',
    text: `select seq, id, username, body::text from core.notification
           where seq > $1 order by seq limit $2`,
    values: [after, limit],
  })
  return rows
}

/** A person who comes back with a cursor. */
export interface Returning {
  readonly username: string
  readonly cursor: Cursor | undefined
}

/** What one of them has missed. */
export interface Replay {
  readonly entries: readonly LogEntry[]
  /** Whether something between the cursor and these is gone for good, or the cursor is of another log. */
  readonly gap: boolean
  /** Whether more of the newest were within `limit` than within `bytes`. */
  readonly more: boolean
  /** Of everything up to `until`; what came later is not yet counted. */
  readonly unread: number
}

/** How much of what they missed people get again. */
export interface ReplayBounds {
  readonly until: Cursor
  /** The newest so many of each. */
  readonly limit: number
  /** Of each as well: what is asked for at once is in memory together. */
  readonly bytes: number
}

/**
 * What many people have missed, within bounds, in one round trip: after a restart everybody comes back at once.
 * Without a cursor nothing is replayed.
 */
export async function readReplays(
  db: Database,
  returning: readonly Returning[],
  { until, limit, bytes }: ReplayBounds,
): Promise<readonly Replay[]> {
  const foreign = returning.map(
    ({ cursor }) => cursor && (cursor.epoch !== until.epoch || cursor.seq > until.seq),
  )
  const after = returning.map(({ cursor }, place) =>
    cursor ? (foreign[place] ? 0 : cursor.seq) : until.seq,
  )
  const { rows } = await db.pool.query<ReplayRow>({
    name: 'read-replays',
    text: `select given.place::integer as place, pruned.seq as pruned, counted.unread, missed.entries, missed.found
      from unnest($1::text[], $2::bigint[]) with ordinality as given (username, after, place)
      left join core.inbox_pruned pruned on pruned.username = given.username
      cross join lateral (
        select count(*) as unread from core.notification n
        where n.username = given.username and n.seq <= $3 and n.read_at is null and n.dismissed_at is null
          and (n.expires_at is null or n.expires_at > now()) and not ${isSuperseded}
      ) counted
      cross join lateral (
        select count(*)::integer as found, json_agg(json_build_array(m.seq, m.id, m.body) order by m.seq)
          filter (where m.nth <= $5 and m.bytes <= $6) as entries
        from (
          select *, row_number() over newest as nth, sum(octet_length(body)) over newest as bytes from (
            select seq, id, body::text as body from core.notification n
            where n.username = given.username and n.seq > given.after and n.seq <= $3
              and n.dismissed_at is null and (n.expires_at is null or n.expires_at > now())
            order by n.seq desc limit $4
          ) one window newest as (order by seq desc)
        ) m
      ) missed`,
    values: [returning.map(({ username }) => username), after, until.seq, limit + 1, limit, bytes],
  })
  const byPlace = new Map(rows.map((row) => [row.place - 1, row]))
  return returning.map(({ username }, place) => {
    const { entries, found = 0, pruned, unread } = byPlace.get(place) ?? {}
    const all = (entries ?? []).map(([seq, id, body]) => ({ seq, id, username, body }))
    const cut = found > all.length
    return {
      entries: all,
      gap: (foreign[place] ?? false) || cut || (pruned ?? 0) > (after[place] ?? 0),
      more: all.length < Math.min(found, limit),
      unread: unread ?? 0,
    }
  })
}

interface ReplayRow {
  readonly place: number
  readonly pruned: number | null
  readonly unread: number
  /** How many there are, the first beyond the limit among them. */
  readonly found: number
  readonly entries: readonly (readonly [seq: number, id: string, body: string])[] | null
}
