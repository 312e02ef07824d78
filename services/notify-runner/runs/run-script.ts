import type { Database } from '#core/database/connect.ts'
import { AppError, Forbidden, messageOf } from '#core/errors.ts'
import { principalOfUsername } from '#core/identity/principal.ts'
import type { Logger } from '#core/log.ts'
import { notify, type NotificationImage } from '#core/notifications/notify.ts'
import { publishedTables, type PublishedTable } from '#core/sync/published-tables.ts'
import type { ScriptFolders } from '../workspace/script-folder.ts'
import { readHeader } from '../workspace/script-header.ts'
import { cooldownMs } from './cooldown.ts'
import { execute } from './execute.ts'
import { beginRun, endRun, keepSeen, type RunEnd, type Trigger } from './run-records.ts'
import type { Sandbox } from './sandbox-client.ts'
import type { ScriptOutput } from './script-output.ts'
import { mayTell, rememberTold } from './told.ts'

export interface RunnerDeps {
  readonly db: Database
  readonly folders: ScriptFolders
  readonly sandbox: Sandbox
  readonly log: Logger
}

/** How a run ended, and what the script said. */
export interface RunResult extends RunEnd {
  readonly id: number
  readonly output?: ScriptOutput
}

/**
 * Runs one script for its owner and tells what it says. However it ends, the run says so; only an
 * unknown script, a locked person and a second run at the same moment are thrown. `interrupted` is a scheduled run that
 * came to no end through no fault of its script.
 */
export async function runScript(
  deps: RunnerDeps,
  run: { readonly username: string; readonly name: string; readonly trigger: Trigger },
  signal: AbortSignal,
): Promise<RunResult> {
  const { db, log } = deps
  const { username, name } = run
  const { source, tables } = await scriptTask(deps, username, name)
  const id = await beginRun(db, run)
  const stopSeeing = keepSeen(db, id, log)
  let end: RunEnd & { readonly output?: ScriptOutput }
  try {
    const task = { id: String(id), owner: username, name, source, tables }
    const { image, ...done } = await execute(deps.sandbox, task, signal)
    end = done.output
      ? { ...done, ...(await tell(deps, run, id, done.output, source, image)) }
      : { ...done, status: 'failed' }
  } catch (error) {
    log.warn({ err: error, username, script: name }, 'a script could not be run')
    const remedy = error instanceof AppError ? error.remedy : undefined
    const isStopped = run.trigger === 'schedule' && signal.aborted
    const isPassing = isStopped || (run.trigger === 'schedule' && isOfTheMoment(error))
    end = {
      status: isPassing ? 'interrupted' : 'failed',
      error: isStopped ? 'the runner was stopped while it ran' : messageOf(error),
      ...(!isStopped && { remedy }),
    }
  } finally {
    stopSeeing()
  }
  await endRun(db, id, end)
  return { ...end, id }
}

/** What a run of a script begins with; throws for a script that is unknown and a person who may run nothing. */
export async function scriptTask(
  { db, folders }: Pick<RunnerDeps, 'db' | 'folders'>,
  username: string,
  name: string,
): Promise<{ readonly source: string; readonly tables: readonly PublishedTable[] }> {
  const tables = await tablesOf(db, username)
  return { source: await folders.read(username, name), tables }
}

const ofTheMoment = ['sandbox_unreachable', 'sandbox_busy', 'run_under_way', 'no_room', 'crowded']

/** Whether it is not the script's doing, and may be over when it is tried again. */
function isOfTheMoment(error: unknown): boolean {
  return error instanceof AppError && ofTheMoment.includes(error.code)
}

async function tablesOf(db: Database, username: string): Promise<readonly PublishedTable[]> {
  const owner = await principalOfUsername(db, username)
  if (!owner) {
    throw new Forbidden('no_such_person', `${username} may not run anything`, {
      remedy: 'The person is unknown or locked; an administrator can change that.',
    })
  }
  return publishedTables(db, owner.tables)
}

/** Tells what a script wants told; a run by hand is not held back by the cooldown. */
async function tell(
  { db }: RunnerDeps,
  {
    username,
    name,
    trigger,
  }: { readonly username: string; readonly name: string; readonly trigger: Trigger },
  id: number,
  output: ScriptOutput,
  source: string,
  image: NotificationImage | undefined,
): Promise<RunEnd> {
  if (!output.notify) return { status: 'quiet' }
  const alert = { username, name, key: output.key ?? '' }
  if (trigger === 'schedule' && !(await mayTell(db, alert))) return { status: 'cooldown' }
  const { title, message, data, urgent } = output
  const posted = await notify(db, username, {
    title: title || name,
    message,
    script: name,
    data,
    image,
    key: `script-run-${id}`,
    priority: urgent ? 1 : 0,
  })
  const cooldown = output.cooldown ?? readHeader(source, name).cooldown
  await rememberTold(db, alert, cooldownMs(cooldown ?? undefined))
  return { status: 'notified', notification: posted.id }
}
