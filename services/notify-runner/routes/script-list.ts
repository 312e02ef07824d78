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
  /** Whether its owner keeps it from running on schedule. */
  readonly paused: boolean
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
  const { rows } = await db.pool.query<Known & { name: string }>(
    `select name, nullif(next_run_at, 'infinity') as next, paused
     from notify_runner.script where username = $1`,
    [username],
  )
  const known = new Map(rows.map((row) => [row.name, row]))
  return Promise.all(
    names.map(async (name) => {
      const { schedule, problems } = await headerOf(folders, username, name)
      const [lastRun] = await listRuns(db, username, { name, limit: 1 })
      const { next, paused } = known.get(name) ?? unknown
      const nextRunAt = paused ? undefined : nextOf(schedule, next)
      return { name, schedule, problems, paused, nextRunAt, lastRun }
    }),
  )
}

interface Known {
  readonly next: Date | number | null
  readonly paused: boolean
}

/** A script that was written a moment ago is not known yet. */
const unknown: Known = { next: null, paused: false }

function nextOf(schedule: string, known: Known['next']): Date | undefined {
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
