import type { Database } from '#core/database/connect.ts'
import { readHeader } from '../workspace/script-header.ts'
import { nextDue } from './note-scripts.ts'
import type { RunnerDeps } from './run-script.ts'

/** Whether the owner of a script keeps it from running on schedule. */
export async function isPaused(db: Database, username: string, name: string): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    'select from notify_runner.script where username = $1 and name = $2 and paused',
    [username, name],
  )
  return rowCount === 1
}

/**
 * Pauses a script, or lets it run on schedule again: from its next time on, as what was due meanwhile was not wanted.
 * NotFound when there is no such script. What is so already stays as it is.
 */
export async function setPaused(
  { db, folders }: Pick<RunnerDeps, 'db' | 'folders'>,
  { username, name }: { readonly username: string; readonly name: string },
  paused: boolean,
): Promise<void> {
  const { schedule } = readHeader(await folders.read(username, name), name)
  // Also one that was written a moment ago, and that the scheduler has not seen yet.
  await db.pool.query(
    `insert into notify_runner.script as known (username, name, schedule, next_run_at, paused)
     values ($1, $2, $3, $4, $5)
     on conflict (username, name) do update
       set schedule = excluded.schedule, next_run_at = excluded.next_run_at, failures = 0,
         paused = excluded.paused
       where known.paused <> excluded.paused`,
    [username, name, schedule, nextDue(schedule), paused],
  )
}
