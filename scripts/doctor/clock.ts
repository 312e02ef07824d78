import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'

/** Codes of second factors, tokens and links are good for moments only. */
const MAX_SECONDS = 5

const remedy = 'Let this machine and that of the database take their time from NTP.'

/** Whether our clock agrees with the database's, and neither has gone back behind what is recorded. */
export default async function clock(context: Pick<CheckContext, 'storage'>): Promise<Finding> {
  const { db } = await context.storage()
  const asked = Date.now()
  const { rows } = await db.pool.query<{ now: Date; recorded: Date | null }>(
    'select clock_timestamp() as now, (select max(at) from core.audit) as recorded',
  )
  const [found] = rows
  const theirs = found?.now.getTime() ?? 0
  // Ours is somewhere between the two moments: only what lies outside is a difference.
  const seconds = Math.max(asked - theirs, theirs - Date.now(), 0) / 1000
  if (seconds > MAX_SECONDS) {
    const detail = `the database's is ${seconds.toFixed(0)} s off ours`
    return { status: 'fail', detail, remedy }
  }
  const recorded = found?.recorded
  if (recorded && recorded.getTime() - Date.now() > MAX_SECONDS * 1000) {
    const detail = `it went back: the audit log has an entry of ${recorded.toISOString()}`
    return { status: 'fail', detail, remedy }
  }
  return well(`agrees with the database's to ${MAX_SECONDS} s`)
}
