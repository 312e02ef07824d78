import type { Database } from '../database/connect.ts'

/** Which of these names belong to people who may sign in: unknown and locked ones are left out. */
export async function activeUsernames(
  db: Database,
  usernames: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ username: string }>(
    `select username from core.person
     where username = any($1) and suspended_at is null and barred_at is null`,
    [usernames],
  )
  return rows.map(({ username }) => username)
}
