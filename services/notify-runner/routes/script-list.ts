import type { Database } from '#core/database/connect.ts'
import { AppError } from '#core/errors.ts'
import { nextRun } from '#core/next-run.ts'
import { readHeader, type ScriptHeader } from '../workspace/script-header.ts'
import type { ScriptFolders } from '../workspace/script-folder.ts'
import { listRuns, type RunRecord } from '../runs/run-records.ts'

/** One script as its owner sees it. */
export interface ScriptView {
  readonly name: string
  readonly schedule: string
  readonly problems: readonly string[]
  /** Undefined when it is not due by itself. */
  readonly nextRunAt: Date | undefined
  readonly lastRun: RunRecord | undefined
}

/** The scripts of a person with their schedules and last runs, by name. */
export async function listScripts(
  { db, folders }: { readonly db: Database; readonly folders: ScriptFolders },
  username: string,
): Promise<readonly ScriptView[]> {
  const names = await folders.list(username)
  const { rows } = await db.pool.query<{ name: string; next: Date | number | null }>(
    `select name, nullif(next_run_at, 'infinity') as next from notify_runner.script where username = $1`,
    [username],
  )
  const next = new Map(rows.map((row) => [row.name, row.next]))
  return Promise.all(
    names.map(async (name) => {
      const { schedule, problems } = await headerOf(folders, username, name)
      const [lastRun] = await listRuns(db, username, { name, limit: 1 })
      return { name, schedule, problems, nextRunAt: nextOf(schedule, next.get(name)), lastRun }
    }),
  )
}

/** A script that was written a moment ago is not known yet. */
function nextOf(schedule: string, known: Date | number | null | undefined): Date | undefined {
  if (schedule === 'manual') return undefined
  return known instanceof Date ? known : nextRun(schedule)
}

/** One script that cannot be read, or goes away at this moment, does not hide the others. */
async function headerOf(
  folders: ScriptFolders,
  username: string,
  name: string,
): Promise<Pick<ScriptHeader, 'schedule' | 'problems'>> {
  try {
    return readHeader(await folders.read(username, name), name)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { schedule: 'manual', problems: [error.message] }
  }
}
