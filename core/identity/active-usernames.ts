import type { Database } from '../database/connect.ts'
import { mayEnter } from './may-enter.ts'

/** Which of these names belong to people who may sign in: unknown and locked ones are left out. */
export async function activeUsernames(
  db: Database,
  usernames: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ username: string }>(
    `select username from core.person p where username = any($1) and ${mayEnter}`,
    [usernames],
  )
  return rows.map(({ username }) => username)
}
