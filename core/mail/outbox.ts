import type { Database } from '../database/connect.ts'
import { MAIL_EVENT } from './queue-mail.ts'

/** A message as the outbox page shows it; the text only where no server delivers. */
export interface OutboxMail {
  readonly id: number
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly createdAt: Date
  readonly sentAt: Date | null
  readonly failedAt: Date | null
  readonly attempts: number
  readonly nextTryAt: Date
  readonly lastError: string | null
}

const columns = `id, recipient, subject, body, created_at as "createdAt", sent_at as "sentAt",
  failed_at as "failedAt", attempts, next_try_at as "nextTryAt", last_error as "lastError"`

/** The newest messages. */
export async function listOutbox(db: Database, limit: number): Promise<readonly OutboxMail[]> {
  const { rows } = await db.pool.query<OutboxMail>(
    `select ${columns} from core.mail order by id desc limit $1`,
    [limit],
  )
  return rows
}

/** One message; undefined when it is so old that it was forgotten. */
export async function mailOf(db: Database, id: number): Promise<OutboxMail | undefined> {
  const { rows } = await db.pool.query<OutboxMail>(
    `select ${columns} from core.mail where id = $1`,
    [id],
  )
  return rows[0]
}

/** Lets a message be tried again at once. False when it was sent or is gone. */
export async function tryAgain(db: Database, id: number): Promise<boolean> {
  const { rows } = await db.pool.query<{ found: boolean }>(
    `with again as (
       update core.mail set failed_at = null, next_try_at = now(), attempts = 0
       where id = $1 and sent_at is null returning id
     )
     select count(*) = 1 as found, pg_notify($2, '') from again`,
    [id, MAIL_EVENT],
  )
  return rows[0]?.found === true
}
