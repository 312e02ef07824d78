import type { Database } from '#core/database/connect.ts'
import { Conflict } from '#core/errors.ts'
import type { Logger } from '#core/log.ts'

export type Trigger = 'schedule' | 'portal' | 'desktop' | 'command' | 'chat'
export type RunStatus = 'running' | 'notified' | 'quiet' | 'cooldown' | 'failed' | 'interrupted'

/** One run of a script, as its owner sees it. */
export interface RunRecord {
  readonly id: number
  readonly name: string
  readonly trigger: Trigger
  readonly status: RunStatus
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly durationMs: number | null
  readonly exitCode: number | null
  readonly stdout: string | null
  readonly stderr: string | null
  readonly error: string | null
  readonly remedy: string | null
}

/** How a run ended. */
export interface RunEnd {
  readonly status: Exclude<RunStatus, 'running'>
  readonly durationMs?: number
  readonly exitCode?: number | null
  readonly stdout?: string
  readonly stderr?: string
  readonly error?: string
  readonly remedy?: string | undefined
  readonly notification?: string
}

const columns = `id, name, trigger, status, started_at as "startedAt", finished_at as "finishedAt",
  duration_ms as "durationMs", exit_code as "exitCode", stdout, stderr, error, remedy`

/** Begins a run; Conflict('script_running') while another of the same person goes on. */
export async function beginRun(
  db: Database,
  run: { readonly username: string; readonly name: string; readonly trigger: Trigger },
): Promise<number> {
  await endInterrupted(db)
  const { rows } = await db.pool.query<{ id: number }>(
    `insert into notify_runner.run (username, name, trigger) values ($1, $2, $3)
     on conflict (username) where status = 'running' do nothing returning id`,
    [run.username, run.name, run.trigger],
  )
  const [begun] = rows
  if (begun) return begun.id
  throw new Conflict('script_running', 'Another script of yours is running', {
    remedy: 'One runs at a time: try again when it has ended, in a minute at most.',
  })
}

export async function endRun(db: Database, id: number, end: RunEnd): Promise<void> {
  await db.pool.query(
    `update notify_runner.run set status = $2, finished_at = now(), duration_ms = $3, exit_code = $4,
       stdout = $5, stderr = $6, error = $7, remedy = $8, notification = $9 where id = $1`,
    [
      id,
      end.status,
      end.durationMs === undefined ? null : Math.round(end.durationMs),
      end.exitCode ?? null,
      end.stdout?.replaceAll('\0', '') ?? null,
      end.stderr?.replaceAll('\0', '') ?? null,
      end.error?.replaceAll('\0', '') ?? null,
      end.remedy ?? null,
      end.notification ?? null,
    ],
  )
}

const SEEN_EVERY_MS = 5000

/** Says that a run goes on, until it is told to stop. */
export function keepSeen(db: Database, id: number, log: Logger): () => void {
  const see = async () => {
    try {
      await db.pool.query('update notify_runner.run set seen_at = now() where id = $1', [id])
    } catch (error) {
      log.warn({ err: error, run: id }, 'a run could not be noted as going on')
    }
  }
  const timer = setInterval(() => void see(), SEEN_EVERY_MS)
  return () => clearInterval(timer)
}

/**
 * Runs that nobody speaks for any more belong to a process that is gone, and so do those that were seen last at a
 * time that is still to come: the clock was put back. Returns how many.
 */
export async function endInterrupted(db: Database): Promise<number> {
  const { rowCount } = await db.pool.query(
    `update notify_runner.run set status = 'interrupted', finished_at = now(),
       error = 'the runner stopped while it ran'
     where status = 'running' and (seen_at < now() - interval '20 seconds'
       or seen_at > now() + interval '20 seconds')`,
  )
  return rowCount ?? 0
}

/** The newest runs of a person, of one script or of all. */
export async function listRuns(
  db: Database,
  username: string,
  { name, limit = 50 }: { readonly name?: string; readonly limit?: number } = {},
): Promise<readonly RunRecord[]> {
  const { rows } = await db.pool.query<RunRecord>(
    `select ${columns} from notify_runner.run
     where username = $1 and ($2::text is null or name = $2) order by id desc limit $3`,
    [username, name ?? null, limit],
  )
  return rows
}

/** Forgets runs that are older than so many days. */
export async function forgetRuns(db: Database, days: number): Promise<void> {
  await db.pool.query(
    'delete from notify_runner.run where started_at < now() - make_interval(days => $1)',
    [days],
  )
}
