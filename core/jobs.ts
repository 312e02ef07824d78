import type { Database } from './database/connect.ts'
import type { Leases } from './database/leases.ts'
import { messageOf } from './errors.ts'
import type { Logger } from './log.ts'
import { storableText } from './storable-text.ts'

/** Work that one process does at a time; `run` resolves to a sentence about what it did. */
export interface Job {
  readonly name: string
  run(signal: AbortSignal): Promise<string>
}

export type JobStatus = 'running' | 'ok' | 'failed' | 'interrupted'

/** A job as health pages show it. */
export interface JobRecord {
  readonly name: string
  readonly status: JobStatus
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly lastWork: string | null
  readonly lastWorkAt: Date | null
  readonly error: string | null
}

/** How a call of runJob ended; `busy` when another process was already at it. */
export type JobOutcome = 'ok' | 'failed' | 'busy'

interface JobDeps {
  readonly db: Database
  readonly leases: Leases
  readonly log: Logger
}

/** Runs a job once, alone, and writes down how it ended. A failure is recorded and logged, not thrown. */
export async function runJob({ db, leases, log }: JobDeps, job: Job): Promise<JobOutcome> {
  const lease = await leases.acquire(`job/${job.name}`)
  if (!lease) {
    log.info({ job: job.name }, 'the job runs elsewhere')
    return 'busy'
  }
  let started: string | undefined
  try {
    started = await begin(db, job.name, log)
    const work = await job.run(lease.signal)
    await db.pool.query(
      `update core.job set status = 'ok', finished_at = now(), error = null,
         last_work = $3, last_work_at = now() where name = $1 and started_at = $2::timestamptz`,
      [job.name, started, storableText(work)],
    )
    log.info({ job: job.name, work }, 'job done')
    return 'ok'
  } catch (error) {
    log.error({ err: error, job: job.name }, 'job failed')
    await db.pool.query(
      `update core.job set status = 'failed', finished_at = now(), error = $3
       where name = $1 and started_at = $2::timestamptz`,
      [job.name, started, storableText(messageOf(error))],
    )
    return 'failed'
  } finally {
    await lease.release()
  }
}

/**
 * Who holds the lease knows that a run which is still `running` belongs to a process that is gone, or that stood still
 * for too long: it is told from this one by the moment of its start, to which this resolves.
 */
async function begin(db: Database, name: string, log: Logger): Promise<string | undefined> {
  const { rowCount } = await db.pool.query(
    `update core.job set status = 'interrupted', finished_at = now() where name = $1 and status = 'running'`,
    [name],
  )
  if (rowCount) log.warn({ job: name }, 'the last run of the job was interrupted')
  const { rows } = await db.pool.query<{ started: string }>(
    `insert into core.job (name, status, started_at) values ($1, 'running', now())
     on conflict (name) do update set status = 'running', started_at = now(), finished_at = null
     returning started_at::text as started`,
    [name],
  )
  return rows[0]?.started
}

/** All jobs that ever ran, by name. */
export async function listJobs(db: Database): Promise<readonly JobRecord[]> {
  const { rows } = await db.pool.query<JobRecord>(
    `select name, status, started_at as "startedAt", finished_at as "finishedAt", last_work as "lastWork",
       last_work_at as "lastWorkAt", error from core.job order by name`,
  )
  return rows
}
