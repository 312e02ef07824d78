import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#core/database/connect.ts'
import type { Leases } from '#core/database/leases.ts'
import { AppError, messageOf } from '#core/errors.ts'
import { nextRun } from '#core/next-run.ts'
import { readHeader } from '../workspace/script-header.ts'
import { countFailure } from './failures.ts'
import { endInterrupted, forgetRuns } from './run-records.ts'
import { runScript, type RunnerDeps } from './run-script.ts'
import { quietUntil } from './told.ts'

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

/**
 * Looks through the folders and runs what is due, one script a person at a time; one process does so,
 * another takes over. What was due while nothing ran is run once, not once for each time.
 */
export function startScheduler(deps: RunnerDeps, options: SchedulerOptions): Scheduler {
  const { db, log } = deps
  const { leases, parallel, keepDays, everyMs = EVERY_MS } = options
  const closing = new AbortController()
  const state: Scheduler['state'] = {
    lookedAt: undefined,
    scripts: 0,
    closed: [],
    error: undefined,
  }

  const running = new Map<string, Promise<unknown>>()
  let more = Promise.withResolvers<void>()

  /** Until it is time to look again, or a place became free. */
  async function pause(signal: AbortSignal): Promise<void> {
    await Promise.race([rest(everyMs, signal), more.promise])
    more = Promise.withResolvers<void>()
  }

  async function look(signal: AbortSignal): Promise<void> {
    await endInterrupted(db)
    await forgetRuns(db, keepDays)
    Object.assign(state, await noteScripts(deps))
    for (const script of await dueScripts(db, [...running.keys()], parallel - running.size)) {
      const { username } = script
      const ended = runDue(deps, script, signal)
        .catch((error: unknown) => log.error({ err: error, username }, 'a script could not be run'))
        .finally(() => {
          running.delete(username)
          more.resolve()
        })
      running.set(username, ended)
    }
    state.lookedAt = new Date()
    state.error = undefined
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      const lease = await leases.acquire('notify-runner/scheduler').catch((error: unknown) => {
        state.error = messageOf(error)
        return undefined
      })
      if (lease) {
        const signal = AbortSignal.any([closing.signal, lease.signal])
        try {
          while (!signal.aborted) {
            await look(signal)
            await pause(signal)
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
      await rest(everyMs, closing.signal)
    }
  }

  const working = work()
  return {
    state,
    async close() {
      closing.abort()
      more.resolve()
      await working
    },
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

/** Takes over what the folders hold now: new scripts, changed schedules, scripts that are gone. */
async function noteScripts({
  db,
  folders,
  log,
}: RunnerDeps): Promise<Pick<Scheduler['state'], 'scripts' | 'closed'>> {
  const known = new Map<string, string>()
  const { rows } = await db.pool.query<Due>(
    'select username, name, schedule from notify_runner.script',
  )
  for (const { username, name, schedule } of rows) known.set(`${username}/${name}`, schedule)
  let scripts = 0
  const closed: string[] = []
  for (const username of await folders.people()) {
    const names = await folders.list(username).catch((error: unknown) => {
      // Whatever a person, or the disk, makes of one folder: those of others are looked through.
      log.warn({ err: error, username }, 'a folder of scripts cannot be read')
      closed.push(username)
      return []
    })
    for (const name of names) {
      const source = await folders.read(username, name).catch((error: unknown) => {
        log.warn({ err: error, username, script: name }, 'a script cannot be read')
        return undefined
      })
      if (source === undefined) continue
      scripts += 1
      const { schedule } = readHeader(source)
      if (known.get(`${username}/${name}`) !== schedule)
        await noteScript(db, { username, name, schedule })
      known.delete(`${username}/${name}`)
    }
  }
  for (const gone of known.keys()) {
    const [username = '', name] = gone.split('/')
    if (closed.includes(username)) continue
    await db.pool.query('delete from notify_runner.script where username = $1 and name = $2', [
      username,
      name,
    ])
  }
  return { scripts, closed }
}

async function noteScript(db: Database, { username, name, schedule }: Due): Promise<void> {
  await db.pool.query(
    `insert into notify_runner.script (username, name, schedule, next_run_at) values ($1, $2, $3, $4)
     on conflict (username, name) do update
       set schedule = excluded.schedule, next_run_at = excluded.next_run_at, failures = 0`,
    [username, name, schedule, schedule === 'manual' ? 'infinity' : nextRun(schedule)],
  )
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

/** What is quiet anyway is not run; what cannot be run waits for its next time. */
async function runDue(deps: RunnerDeps, due: Due, signal: AbortSignal): Promise<void> {
  const { db, log } = deps
  const { username, name, schedule } = due
  const next = schedule === 'manual' ? 'infinity' : nextRun(schedule)
  try {
    const quiet = await quietUntil(db, username, name)
    if (!quiet) {
      const result = await runScript(deps, { ...due, trigger: 'schedule' }, signal)
      await countFailure(db, due, result)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.info({ username, script: name, reason: error.code }, 'a script was not run')
    // A run by hand goes on: this one stays due.
    if (error.code === 'script_running') return
  }
  await db.pool.query(
    'update notify_runner.script set next_run_at = $3 where username = $1 and name = $2',
    [username, name, next],
  )
}
