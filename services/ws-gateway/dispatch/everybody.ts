import type { Database } from '#core/database/connect.ts'
import { mayEnter } from '#core/identity/may-enter.ts'

/** Whom a broadcast goes to: every person who may sign in, and every client that was ever let in. */
export async function everybody(
  db: Database,
  connected: Iterable<string>,
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ username: string }>(
    `select username from core.person p where ${mayEnter}
     union
     select c.username from ws_gateway.client c left join core.person p using (username)
     where ${mayEnter}`,
  )
  return [...new Set([...rows.map(({ username }) => username), ...connected])]
}
