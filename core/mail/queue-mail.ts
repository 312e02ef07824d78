import type { PoolClient } from 'pg'
import type { MailMessage } from '../auth.ts'
import type { Database } from '../database/connect.ts'
import { normalEmail } from '../identity/email.ts'

/** The event that tells that mail waits. */
export const MAIL_EVENT = 'core.mail'

/**
 * Puts a message into the queue and wakes who delivers it; given a client, within its transaction. Resolves to the
 * number of the message; throws when the address is none.
 */
export async function queueMail(
  db: Database | PoolClient,
  { to, subject, text }: MailMessage,
): Promise<number> {
  const { rows } = await ('pool' in db ? db.pool : db).query<{ id: number }>(
    `with queued as (
       insert into core.mail (recipient, subject, body) values ($1, $2, $3) returning id
     )
     select id, pg_notify('${MAIL_EVENT}', '') from queued`,
    [normalEmail(to), subject, text],
  )
  const [queued] = rows
  if (!queued) throw new Error('the mail was not queued')
  return queued.id
}

/** Takes a message back, within a transaction, that has not left: a newer one says all that it said. */
export async function withdrawMail(client: PoolClient, id: number): Promise<void> {
  await client.query(
    'delete from core.mail where id = $1 and sent_at is null and failed_at is null',
    [id],
  )
}
