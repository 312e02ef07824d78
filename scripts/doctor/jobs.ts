import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { listJobs, type JobRecord } from '#core/jobs.ts'
import { whyOff } from '#core/run/service-deps.ts'
import { lastDue } from '../../deploy/calendar/last-due.ts'
import { SECONDS_TO_RUN } from '../../deploy/health-timing.ts'

/** A job that its timer starts waits for the database and for its turn. */
const GRACE_MS = 15 * 60_000
/** No job of ours is due more seldom. */
const LOOK_BACK_MS = 8 * 86_400_000

interface JobsContext extends Pick<CheckContext, 'storage'> {
  readonly installation: Pick<CheckContext['installation'], 'units' | 'instance' | 'rawEnv'>
}

/** Whether the last run of each job ended well, and whether it has begun since it was due. */
export default async function jobs(context: JobsContext): Promise<Finding> {
  const known = await listJobs((await context.storage()).db)
  const failed = known.filter(({ status }) => status === 'failed')
  if (failed.length > 0) {
    return {
      status: 'fail',
      detail: failed.map(({ name, error }) => `${name}: ${error}`).join('; '),
      remedy: 'Mend what each says; it runs again by itself.',
    }
  }
  const missed = missedRuns(known, context.installation, new Date())
  if (missed.length === 0) return well(`${known.length} have run, none failed last time`)
  return {
    status: 'warn',
    detail: missed.join('; '),
    remedy:
      'If the stack was down then, it runs when it is due next. Else: systemctl list-timers, and stack logs NAME.',
  }
}

/** What was due, of those that ran here before, and has not begun. */
function missedRuns(
  known: readonly JobRecord[],
  { units, instance, rawEnv }: JobsContext['installation'],
  now: Date,
): readonly string[] {
  const manifests = [...units.services.map(({ manifest }) => manifest), ...units.elsewhere]
  const until = new Date(now.getTime() - GRACE_MS)
  return manifests.flatMap((manifest) => {
    const record = known.find(({ name }) => name === manifest.id)
    if (!record || manifest.schedule === undefined || whyOff(manifest, instance, rawEnv)) return []
    const longest = now.getTime() - SECONDS_TO_RUN * 1000
    if (record.status === 'running' && record.startedAt.getTime() > longest) return []
    const since = Math.max(record.startedAt.getTime(), now.getTime() - LOOK_BACK_MS)
    const due = lastDue(manifest.schedule, new Date(since), until)
    return due ? [`${manifest.id} was due at ${due.toISOString()} and has not begun`] : []
  })
}
