import type { PoolClient } from 'pg'
import type { Database } from '../database/connect.ts'
import type { NewNotification } from './notification.ts'

/** Where a notification stands in the log; `duplicate` when its key was there already. */
export interface Posted {
  readonly seq: number
  readonly id: string
  readonly duplicate: boolean
}

/** The event that tells that the log has grown; its payload is the new head. */
export const INBOX_EVENT = 'core.inbox'

/**
 * Stores notifications as one group, in their order, and wakes everyone who follows the log, all in one
 * transaction: when it resolves they are durable. The answer has the order of what was given.
 */
export async function postNotifications(
  db: Database | PoolClient,
  given: readonly NewNotification[],
): Promise<readonly Posted[]> {
  if (given.length === 0) return []
  const client = 'pool' in db ? db.pool : db
  const { rows } = await client.query<Posted & { place: number }>({
    name: 'post-notifications',
    text: `select place, seq, id, duplicate
           from core.post_notifications($1, $2, $3, $4, $5, $6) order by place`,
    values: [
      given.map(({ username }) => username),
      given.map(({ body }) => storable(body)),
      column(given.map(({ key }) => key ?? null)),
      column(given.map(({ collapseKey }) => collapseKey ?? null)),
      column(given.map(({ priority }) => priority || null)),
      column(given.map(({ ttl }) => ttl ?? null)),
    ],
  })
  return rows.map(({ seq, id, duplicate }) => ({ seq, id, duplicate }))
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
