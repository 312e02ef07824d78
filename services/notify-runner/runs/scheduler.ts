import type { Database } from '#core/database/connect.ts'
import type { Lease, Leases } from '#core/database/leases.ts'
import { AppError, messageOf } from '#core/errors.ts'
import { openSleeper, rest } from '#core/rest.ts'
import { countFailure } from './failures.ts'
import { nextDue, noteScripts } from './note-scripts.ts'
import { endInterrupted, forgetRuns } from './run-records.ts'
import { runScript, type RunnerDeps } from './run-script.ts'
import { isQuietNow } from './told.ts'

interface Due {
  readonly username: string
  readonly name: string
  readonly schedule: string
}

export interface SchedulerOptions {
  readonly leases: Leases
  readonly parallel: number
  readonly keepDays: number
  readonly everyMs?: number
}

/** What runs scripts when they are due. */
export interface Scheduler {
  /** When it last looked, and how many scripts it knows. */
  readonly state: {
    lookedAt: Date | undefined
    scripts: number
    /** People whose folder cannot be read. */
    closed: readonly string[]
    error: string | undefined
  }
  close(): Promise<void>
}

const EVERY_MS = 10_000

const nothingSeen: Readonly<Scheduler['state']> = {
  lookedAt: undefined,
  scripts: 0,
  closed: [],
  error: undefined,
}

/**
 * Looks through the folders and runs what is due, one script a person at a time; one process does so,
 * another takes over. What was due while nothing ran is run once, not once for each time.
 */
export function startScheduler(deps: RunnerDeps, options: SchedulerOptions): Scheduler {
  const { db, log, sandbox } = deps
  const { leases, parallel, keepDays, everyMs = EVERY_MS } = options
  const closing = new AbortController()
  const state: Scheduler['state'] = { ...nothingSeen }
  const running = new Map<string, Promise<unknown>>()
  const sleeper = openSleeper()

  async function look(signal: AbortSignal): Promise<void> {
    await endInterrupted(db)
    await forgetRuns(db, keepDays)
    const now = new Date()
    // Also when somebody else had the lease meanwhile, or the clock was put back: what is due may lie far off.
    const anew = state.lookedAt === undefined || now < state.lookedAt
    Object.assign(state, await noteScripts(deps, anew))
    state.lookedAt = now
    state.error = undefined
    const due = await dueScripts(db, [...running.keys()], parallel - running.size)
    // What is due waits for a sandbox that has not started yet, or starts again.
    if (due.length === 0 || !(await sandbox.answers())) return
    for (const script of due) {
      const { username } = script
      const ended = runDue(deps, script, signal)
        .catch((error: unknown) => {
          log.error({ err: error, username }, 'a script could not be run')
          return false
        })
        .then((done) => {
          running.delete(username)
          // What stays due would be looked for again at once, and for ever.
          if (done) sleeper.wake()
        })
      running.set(username, ended)
    }
  }

  async function lookWith(lease: Lease): Promise<void> {
    const signal = AbortSignal.any([closing.signal, lease.signal])
    try {
      while (!signal.aborted) {
        await look(signal)
        await sleeper.rest(everyMs, signal)
      }
    } catch (error) {
      state.error = messageOf(error)
      log.error({ err: error }, 'the scripts could not be looked through')
    }
    // Also after an error: a lease that is kept alive and not used would stop everybody.
    await Promise.all(running.values())
    await lease.release().catch((error: unknown) => {
      log.warn({ err: error }, 'the lease of the scheduler ends by itself')
    })
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const lease = await leases.acquire('notify-runner/scheduler')
        if (lease) await lookWith(lease)
        // Another process looks now: what this one saw before, and what was in its way, holds no longer.
        else Object.assign(state, nothingSeen)
      } catch (error) {
        state.error = messageOf(error)
      }
      await rest(everyMs, closing.signal)
    }
  }

  const working = work()
  return {
    state,
    async close() {
      closing.abort()
      await working
    },
  }
}

/** One a person, those that wait longest first. */
async function dueScripts(
  db: Database,
  busy: readonly string[],
  limit: number,
): Promise<readonly Due[]> {
  const { rows } = await db.pool.query<Due>(
    `select username, name, schedule from (
       select distinct on (username) * from notify_runner.script
       where not paused and next_run_at <= now() and username <> all($1)
       order by username, next_run_at
     ) first order by next_run_at limit $2`,
    [busy, Math.max(0, limit)],
  )
  return rows
}

/**
 * What is quiet anyway is not run; what cannot be run waits for its next time. False when it stays due: what came to no
 * end is tried again, until it keeps failing.
 */
async function runDue(deps: RunnerDeps, due: Due, signal: AbortSignal): Promise<boolean> {
  const { db, log } = deps
  const { username, name, schedule } = due
  const next = nextDue(schedule)
  try {
    if (!(await isQuietNow(db, username, name))) {
      const result = await runScript(deps, { ...due, trigger: 'schedule' }, signal)
      if (result.status === 'interrupted' && signal.aborted) return false
      const keepsFailing = await countFailure(db, due, result)
      if (result.status === 'interrupted' && !keepsFailing) return false
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.info({ username, script: name, reason: error.code }, 'a script was not run')
    // A run by hand goes on: this one stays due.
    if (error.code === 'script_running') return false
  }
  // Another schedule may have come meanwhile, which has a next time of its own.
  await db.pool.query(
    `update notify_runner.script set next_run_at = $3
     where username = $1 and name = $2 and schedule = $4`,
    [username, name, next, schedule],
  )
  return true
}
