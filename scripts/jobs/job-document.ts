import { z } from 'zod'
import type { JobRecord } from '#core/jobs.ts'
import type { JobState } from './job-states.ts'

/** A job as a document tells of it: times are ISO 8601, what there is not is null. */
export function jobDocument({ id, schedule, off, last, missed, next }: JobState) {
  return {
    ...{ id, schedule, off: off ?? null },
    last: last ?? null,
    missed: missed ?? null,
    next: next ?? null,
  }
}

const time = z.iso.datetime().transform((text) => new Date(text))
const record = z.object({
  name: z.string(),
  status: z.enum(['running', 'ok', 'failed', 'interrupted']),
  startedAt: time,
  finishedAt: time.nullable(),
  lastWork: z.string().nullable(),
  lastWorkAt: time.nullable(),
  error: z.string().nullable(),
})
const documents = z.array(z.object({ last: record.nullable() }))

/** The last runs in the text of a list of such documents. */
export function lastRunsIn(text: string): readonly JobRecord[] {
  return documents.parse(JSON.parse(text)).flatMap(({ last }) => last ?? [])
}
