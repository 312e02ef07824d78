import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { listJobs } from '#core/jobs.ts'
import { jobStates, type JobsInput } from '../jobs/job-states.ts'

type JobsContext = Pick<CheckContext, 'storage'> & Pick<JobsInput, 'installation'>

/** Whether the last run of each job ended well, and whether it has begun since it was due. */
export default async function jobs({ storage, installation }: JobsContext): Promise<Finding> {
  const records = await listJobs((await storage()).db)
  const failed = records.filter(({ status }) => status === 'failed')
  if (failed.length > 0) {
    return {
      status: 'fail',
      detail: failed.map(({ name, error }) => `${name}: ${error}`).join('; '),
      remedy: 'Mend what each says; it runs again by itself.',
    }
  }
  const missed = jobStates({ installation, records, now: new Date() }).flatMap(
    ({ id, missed: at }) => (at ? [`${id} was due at ${at.toISOString()} and has not begun`] : []),
  )
  if (missed.length === 0) return well(`${records.length} have run, none failed last time`)
  return {
    status: 'warn',
    detail: missed.join('; '),
    remedy:
      'If the stack was down then, it runs when it is due next. Else: systemctl list-timers, and stack logs NAME.',
  }
}
