import type { Database } from '#core/database/connect.ts'

/** Whom a broadcast goes to: every person who may sign in, and every client that was ever let in. */
export async function everybody(
  db: Database,
  connected: Iterable<string>,
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ username: string }>(
    `select username from core.person where suspended_at is null and barred_at is null
     union
     select c.username from ws_gateway.client c left join core.person p using (username)
     where p.suspended_at is null and p.barred_at is null`,
  )
  return [...new Set([...rows.map(({ username }) => username), ...connected])]
}
