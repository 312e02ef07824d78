import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { listJobs } from '#core/jobs.ts'

/** Whether the last run of each job ended well. */
export default async function jobs(context: Pick<CheckContext, 'storage'>): Promise<Finding> {
  const known = await listJobs((await context.storage()).db)
  const failed = known.filter(({ status }) => status === 'failed')
  if (failed.length === 0) return well(`${known.length} have run, none failed last time`)
  return {
    status: 'fail',
    detail: failed.map(({ name, error }) => `${name}: ${error}`).join('; '),
    remedy: 'Mend what each says; it runs again by itself.',
  }
}
