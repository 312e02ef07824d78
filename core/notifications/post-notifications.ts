import type { PoolClient } from 'pg'
import type { Database } from '../database/connect.ts'
import { binaryArray } from '../database/binary-array.ts'
import { notificationId } from './notification-id.ts'
import type { NewNotification } from './notification.ts'

/** Where a notification stands in the log; `duplicate` when its key was there already. */
export interface Posted {
  readonly seq: number
  readonly id: string
  readonly duplicate: boolean
}

/** The event that tells that the log has grown; its payload is the new head. */
export const INBOX_EVENT = 'core.inbox'

/** A connection that says nothing for so long is dead, or what it waits for never ends: a sender hears of it. */
const PATIENCE_MS = 30_000

/**
 * Stores notifications as one group, in their order, and wakes everyone who follows the log, all in one
 * transaction: when it resolves they are durable. The answer has the order of what was given.
 */
export async function postNotifications(
  db: Database | PoolClient,
  given: readonly NewNotification[],
  patienceMs = PATIENCE_MS,
): Promise<readonly Posted[]> {
  if (given.length === 0) return []
  const { group, places } = withoutRepetitions(given)
  const ids = group.map(() => notificationId())
  const client = 'pool' in db ? db.pool : db
  const query = {
    name: 'store-notifications',
    query_timeout: patienceMs,
    text: 'select place, seq, id from core.store_notifications($1, $2, $3, $4, $5, $6, $7)',
    values: [
      binaryArray('text', ids),
      binaryArray(
        'text',
        group.map(({ username }) => username),
      ),
      binaryArray(
        'json',
        group.map(({ body }) => storable(body)),
      ),
      column(group.map(({ key }) => key ?? null)),
      column(group.map(({ collapseKey }) => collapseKey ?? null)),
      column(group.map(({ priority }) => priority || null)),
      column(group.map(({ ttl }) => ttl ?? null)),
    ],
  }
  const { rows } = await client.query<{ place: number; seq: number; id: string }>(query)
  const known = new Map(rows.map(({ place, seq, id }) => [place, { seq, id, duplicate: true }]))
  let head = known.get(0)?.seq ?? 0
  const stored = ids.map((id, nth) => known.get(nth + 1) ?? { seq: ++head, id, duplicate: false })
  return places.map(({ place, repeated }) => {
    const one = stored[place]
    if (!one) throw new Error('a notification was neither stored nor known')
    return repeated ? { ...one, duplicate: true } : one
  })
}

/** Each key of a person once, and where among them every one that was given stands. */
function withoutRepetitions(given: readonly NewNotification[]) {
  const group: NewNotification[] = []
  const named = new Map<string, number>()
  const places = given.map((one) => {
    const name = one.key === undefined ? undefined : JSON.stringify([one.username, one.key])
    const before = name === undefined ? undefined : named.get(name)
    if (before !== undefined) return { place: before, repeated: true }
    const place = group.push(one) - 1
    if (name !== undefined) named.set(name, place)
    return { place, repeated: false }
  })
  return { group, places }
}

/** Nothing in a column is the same as no column, and costs nothing. */
function column<T>(values: readonly (T | null)[]): readonly (T | null)[] | null {
  return values.every((value) => value === null) ? null : values
}

const ESCAPED = /((?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi

/**
 * JSON that PostgreSQL can read fields of: the escapes of NUL and of half a character, which JSON.stringify
 * leaves in a text, become the replacement character.
 */
function storable(body: string): string {
  return body.includes('\\u')
    ? body.replace(ESCAPED, '$1\ufffd').replace(ESCAPED, '$1\ufffd')
    : body
}
