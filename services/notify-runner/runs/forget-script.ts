import type { Database } from '#core/database/connect.ts'

/**
 * Forgets a script that was removed: when it is due, what it told and how its runs ended. Another script that gets
 * its name begins with nothing; a run that goes on is seen to its end.
 */
export async function forgetScript(db: Database, username: string, name: string): Promise<void> {
  await db.pool.query(
    `with script as (
       delete from notify_runner.script where username = $1 and name = $2
     ), told as (
       delete from notify_runner.told where username = $1 and name = $2
     )
     delete from notify_runner.run where username = $1 and name = $2 and status <> 'running'`,
    [username, name],
  )
}
