import { z } from 'zod'
import { AppError, messageOf } from '#core/errors.ts'
import type { JobRecord } from '#core/jobs.ts'
import { lastRunsIn } from '../jobs/job-document.ts'
import type { StateHere } from '../server/state-here.ts'

const failure = z.object({ error: z.string() })

/** The last runs of jobs, of who reaches the database; an AppError with the reason where nobody does. */
export async function askLastRuns(
  state: Pick<StateHere, 'run'>,
  version?: string,
): Promise<readonly JobRecord[]> {
  let text = ''
  const answer = (told: string) => void (text = told)
  try {
    await state.run(['status', 'jobs', '--format=json'], { version, answer })
  } catch (cause) {
    throw new AppError(503, 'last_runs_unknown', reasonIn(text) ?? messageOf(cause), { cause })
  }
  return lastRunsIn(text)
}

/** A command that fails says so in a document too. */
function reasonIn(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  return failure.safeParse(JSON.parse(text)).data?.error
}
