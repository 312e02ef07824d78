import type { JobRecord } from '#core/jobs.ts'
import { nextRun } from '#core/next-run.ts'
import type { Installation } from '#core/run/installation.ts'
import { whyOff } from '#core/run/service-deps.ts'
import type { Service } from '#core/service.ts'
import { lastDue } from '../../deploy/calendar/last-due.ts'
import { SECONDS_TO_RUN } from '../../deploy/health-timing.ts'

/** A job that its timer starts waits for the database and for its turn. */
const GRACE_MS = 15 * 60_000
/** No job of ours is due more seldom. */
const LOOK_BACK_MS = 8 * 86_400_000

/** A job of the manifests: what became of it, and what comes. */
export interface JobState {
  readonly id: string
  /** Five cron fields, UTC. */
  readonly schedule: string
  /** Why nothing runs it here. */
  readonly off: string | undefined
  readonly last: JobRecord | undefined
  /** When it was due, of what ran here before, and has not begun. */
  readonly missed: Date | undefined
  /** When it is due next, where it is not off. */
  readonly next: Date | undefined
}

/** Of what the states of jobs are reckoned. */
export interface JobsInput {
  readonly installation: Pick<Installation, 'units' | 'instance' | 'rawEnv'>
  /** What the database knows of runs. */
  readonly records: readonly JobRecord[]
  readonly now: Date
  /** Why a job that is switched on is not run here all the same. */
  readonly whyNot?: (manifest: Service) => string | undefined
}

/** The state of each job of the manifests, by its id. */
export function jobStates({
  installation: { units, instance, rawEnv },
  records,
  now,
  whyNot = () => undefined,
}: JobsInput): readonly JobState[] {
  const manifests = [...units.services.map(({ manifest }) => manifest), ...units.elsewhere]
  return manifests
    .flatMap((manifest): readonly JobState[] => {
      const { id, schedule } = manifest
      if (schedule === undefined) return []
      const off = whyOff(manifest, instance, rawEnv) ?? whyNot(manifest)
      const last = records.find(({ name }) => name === id)
      const on = off === undefined
      const missed = on && last ? missedRun(schedule, last, now) : undefined
      return [{ id, schedule, off, last, missed, next: on ? nextRun(schedule) : undefined }]
    })
    .toSorted((a, b) => a.id.localeCompare(b.id))
}

function missedRun(
  schedule: string,
  { status, startedAt }: JobRecord,
  now: Date,
): Date | undefined {
  const started = startedAt.getTime()
  if (status === 'running' && started > now.getTime() - SECONDS_TO_RUN * 1000) return undefined
  const since = Math.max(started, now.getTime() - LOOK_BACK_MS)
  return lastDue(schedule, new Date(since), new Date(now.getTime() - GRACE_MS))
}
