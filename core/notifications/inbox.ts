import type { Database } from '../database/connect.ts'
import { isSuperseded, notificationColumns, type StoredNotification } from './notification.ts'

/** How far somebody has read; the epoch tells a log that was put back from a backup. */
export interface Cursor {
  readonly epoch: string
  readonly seq: number
}

/** The log as a whole. */
export async function inboxHead(db: Database): Promise<Cursor> {
  const { rows } = await db.pool.query<Cursor>('select epoch, head as seq from core.inbox')
  const [head] = rows
  if (!head) throw new Error('core.inbox has no row')
  return head
}

/** How many notifications that still count and are shown a person has neither read nor dismissed. */
export async function unreadCount(db: Database, username: string): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(
    `select count(*) from core.notification n
     where username = $1 and read_at is null and dismissed_at is null
       and (expires_at is null or expires_at > now()) and not ${isSuperseded}`,
    [username],
  )
  return rows[0]?.count ?? 0
}

export interface InboxSearch {
  /** Words that title, message or the name of the script hold, each of them anywhere. */
  readonly text?: string | undefined
  /** Those that `unreadCount` counts. */
  readonly unreadOnly?: boolean
  /** Those that were dismissed, in place of those that were not. */
  readonly dismissed?: boolean
  /** Only older ones than this. */
  readonly before?: number | undefined
  readonly limit: number
}

/** A person's notifications, newest first; of the same collapse key only the newest. */
export async function listInbox(
  db: Database,
  username: string,
  { text, unreadOnly = false, dismissed = false, before, limit }: InboxSearch,
): Promise<readonly StoredNotification[]> {
  const words = text?.split(/\s+/).filter(Boolean) ?? []
  const { rows } = await db.pool.query<StoredNotification>(
    `select ${notificationColumns} from core.notification n
     where username = $1 and (dismissed_at is not null) = $6
       and not exists (
         select from unnest($2::text[]) word
         where strpos(lower(concat_ws(' ', body->>'title', body->>'message', body->>'script')), lower(word)) = 0)
       and (not $3 or (read_at is null and (expires_at is null or expires_at > now())))
       and ($4::bigint is null or seq < $4) and not ${isSuperseded}
     order by seq desc limit $5`,
    [username, words, unreadOnly, before ?? null, limit, dismissed],
  )
  return rows
}
