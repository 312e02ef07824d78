import type { Database } from '#core/database/connect.ts'
import { notify } from '#core/notifications/notify.ts'
import { storableText } from '#core/storable-text.ts'
import type { RunResult } from './run-script.ts'

/** At so many failures in a row the owner is told, once. */
const TELL_AT = 3

/**
 * Counts failures of scheduled runs; the owner hears of a script that keeps failing, not of every run. Returns whether it
 * keeps failing.
 */
export async function countFailure(
  db: Database,
  { username, name }: { readonly username: string; readonly name: string },
  { status, error, id }: RunResult,
): Promise<boolean> {
  const { rows } = await db.pool.query<{ failures: number }>(
    `update notify_runner.script set failures = case when $3 then failures + 1 else 0 end
     where username = $1 and name = $2 returning failures`,
    [username, name, status === 'failed' || status === 'interrupted'],
  )
  const { failures = 0 } = rows[0] ?? {}
  if (failures !== TELL_AT) return failures > TELL_AT
  await notify(db, username, {
    title: `${name} keeps failing`,
    message: `It failed ${TELL_AT} times in a row. The last time: ${storableText(error ?? 'no reason was given')}\nThe page of scripts has the output of each run.`,
    script: name,
    key: `script-failing-${id}`,
  })
  return true
}
