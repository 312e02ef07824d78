import type { MailMessage } from '../auth.ts'
import type { Database } from '../database/connect.ts'
import { normalEmail } from '../identity/email.ts'

/** Puts a message into the queue; who delivers it looks there. Throws when the address is none. */
export async function queueMail(db: Database, { to, subject, text }: MailMessage): Promise<void> {
  await db.pool.query('insert into core.mail (recipient, subject, body) values ($1, $2, $3)', [
    normalEmail(to),
    subject,
    text,
  ])
}
