import type { Database } from '#core/database/connect.ts'
import { nextRun } from '#core/next-run.ts'
import { readHeader } from '../workspace/script-header.ts'
import { forgetScript } from './forget-script.ts'
import type { RunnerDeps } from './run-script.ts'

/** What the folders hold. */
export interface Noted {
  readonly scripts: number
  /** People whose folder cannot be read. */
  readonly closed: readonly string[]
}

interface Known {
  readonly username: string
  readonly name: string
  /** Null for one of which nothing is left but what it told. */
  readonly schedule: string | null
  readonly nextRunAt: Date | number | null
}

/**
 * Takes over what the folders hold now: new scripts, changed schedules, scripts that are gone. `anew` also looks
 * whether what is known is due when its schedule says so: the clock may have been wrong.
 */
export async function noteScripts(
  { db, folders, log }: Pick<RunnerDeps, 'db' | 'folders' | 'log'>,
  anew: boolean,
): Promise<Noted> {
  const known = new Map((await knownScripts(db)).map((one) => [`${one.username}/${one.name}`, one]))
  let scripts = 0
  const closed: string[] = []
  const people = await folders.people()
  for (const username of people) {
    const names = await folders.list(username).catch((error: unknown) => {
      // Whatever a person, or the disk, makes of one folder: those of others are looked through.
      log.warn({ err: error, username }, 'a folder of scripts cannot be read')
      closed.push(username)
      return []
    })
    for (const name of names) {
      const before = known.get(`${username}/${name}`)
      known.delete(`${username}/${name}`)
      const source = await folders.read(username, name).catch((error: unknown) => {
        log.warn({ err: error, username, script: name }, 'a script cannot be read')
        return undefined
      })
      if (source === undefined) {
        await unschedule(db, username, name)
        continue
      }
      scripts += 1
      const { schedule } = readHeader(source, name)
      if (before?.schedule !== schedule || (anew && isTooLate(before)))
        await noteScript(db, { username, name, schedule })
    }
  }
  for (const { username, name } of known.values()) {
    if (closed.includes(username)) continue
    // A home that is not there may only be not mounted: what its scripts told is still told when it is back.
    if (people.includes(username)) await forgetScript(db, username, name)
    else await unschedule(db, username, name)
  }
  return { scripts, closed }
}

async function knownScripts(db: Database): Promise<readonly Known[]> {
  const { rows } = await db.pool.query<Known>(
    `select username, name, schedule, next_run_at as "nextRunAt"
     from notify_runner.script full join (select distinct username, name from notify_runner.told) told
       using (username, name)`,
  )
  return rows
}

/** Whether a script waits longer than its schedule says. */
function isTooLate({ schedule, nextRunAt }: Known): boolean {
  if (schedule === null || schedule === 'manual') return false
  return !(nextRunAt instanceof Date) || nextRunAt > nextRun(schedule)
}

/** When a script is due next by its schedule, as a time of the database. */
export function nextDue(schedule: string): Date | 'infinity' {
  return schedule === 'manual' ? 'infinity' : nextRun(schedule)
}

async function noteScript(
  db: Database,
  {
    username,
    name,
    schedule,
  }: { readonly username: string; readonly name: string; readonly schedule: string },
): Promise<void> {
  await db.pool.query(
    `insert into notify_runner.script (username, name, schedule, next_run_at) values ($1, $2, $3, $4)
     on conflict (username, name) do update
       set schedule = excluded.schedule, next_run_at = excluded.next_run_at, failures = 0`,
    [username, name, schedule, nextDue(schedule)],
  )
}

/** One that is paused is not due anyway, and is still paused when it can be read again. */
async function unschedule(db: Database, username: string, name: string): Promise<void> {
  await db.pool.query(
    'delete from notify_runner.script where username = $1 and name = $2 and not paused',
    [username, name],
  )
}
