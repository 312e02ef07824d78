import type { Database } from '#core/database/connect.ts'
import { Unauthorized } from '#core/errors.ts'

/** Remembers a ticket; Unauthorized('ticket_used') when it was here before. */
export async function useOnce({ pool }: Database, hash: Buffer): Promise<void> {
  await pool.query(`delete from auth_intranet.ticket where at < now() - interval '1 day'`)
  const { rowCount } = await pool.query(
    'insert into auth_intranet.ticket (hash) values ($1) on conflict do nothing',
    [hash],
  )
  if (rowCount === 1) return
  throw new Unauthorized('ticket_used', 'This link was used before.', {
    remedy: 'Go back to the intranet and follow the link again.',
  })
}
