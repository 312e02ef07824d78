import type { PoolClient } from 'pg'
import type { MailMessage } from '../auth.ts'
import type { Database } from '../database/connect.ts'
import { normalEmail } from '../identity/email.ts'

/** The event that tells that mail waits. */
export const MAIL_EVENT = 'core.mail'

/**
 * Puts a message into the queue and wakes who delivers it; given a client, within its transaction. Throws
 * when the address is none.
 */
export async function queueMail(
  db: Database | PoolClient,
  { to, subject, text }: MailMessage,
): Promise<void> {
  await ('pool' in db ? db.pool : db).query(
    `with queued as (insert into core.mail (recipient, subject, body) values ($1, $2, $3))
     select pg_notify('${MAIL_EVENT}', '')`,
    [normalEmail(to), subject, text],
  )
}
