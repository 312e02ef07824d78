import type { Database } from '../database/connect.ts'

/** What a person does with notifications of theirs. */
export type Mark = 'read' | 'dismissed'

/** The event of a mark; its payload is JSON of MarkEvent. */
export const MARK_EVENT = 'core.inbox.mark'

export interface MarkEvent {
  readonly username: string
  readonly mark: Mark
  readonly ids: readonly string[]
  /** The same notifications by their numbers in the log, in the order of `ids`. */
  readonly seqs: readonly number[]
}

/** So many ids fit into one event of PostgreSQL. */
const IDS_AT_ONCE = 150

/** Marks notifications of one person and tells their other devices; returns the ids that were not so before. */
export async function markNotifications(
  db: Database,
  username: string,
  mark: Mark,
  ids: readonly string[],
): Promise<readonly string[]> {
  const column = mark === 'read' ? 'read_at' : 'dismissed_at'
  const { rows } = await db.pool.query<{ id: string }>(
    `with marked as (
       update core.notification set ${column} = now()
       where username = $1 and id = any($2) and ${column} is null returning id, seq
     ), slices as (
       select json_agg(id) as ids, json_agg(seq) as seqs from (
         select id, seq, (row_number() over (order by seq) - 1) / $5 as slice from marked
       ) numbered group by slice
     ), told as (
       select pg_notify($3, json_build_object('username', $1::text, 'mark', $4::text, 'ids', ids,
         'seqs', seqs)::text)
       from slices
     )
     select id from marked where (select count(*) from told) >= 0 order by seq`,
    [username, ids, MARK_EVENT, mark, IDS_AT_ONCE],
  )
  return rows.map(({ id }) => id)
}

/** Marks notifications by their numbers in the log. */
export async function markBySeq(
  db: Database,
  username: string,
  mark: Mark,
  seqs: readonly number[],
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    'select id from core.notification where username = $1 and seq = any($2)',
    [username, seqs],
  )
  return markNotifications(
    db,
    username,
    mark,
    rows.map(({ id }) => id),
  )
}

/** Marks everything up to and with a number as read. */
export async function markReadUpTo(
  db: Database,
  username: string,
  seq: number,
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    'select id from core.notification where username = $1 and seq <= $2 and read_at is null',
    [username, seq],
  )
  return markNotifications(
    db,
    username,
    'read',
    rows.map(({ id }) => id),
  )
}

/** Brings dismissed notifications of one person back to where they were. */
export async function restoreNotifications(
  db: Database,
  username: string,
  ids: readonly string[],
): Promise<void> {
  await db.pool.query(
    'update core.notification set dismissed_at = null where username = $1 and id = any($2)',
    [username, ids],
  )
}
