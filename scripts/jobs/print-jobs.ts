import type { CommandContext } from '#core/command.ts'
import type { JobRecord } from '#core/jobs.ts'
import { printTable } from '../command-line/print-table.ts'
import type { JobState } from './job-states.ts'

/** Shows jobs to people, a line each; `areKnown` says whether anybody could be asked for their last runs. */
export function printJobs(
  context: Pick<CommandContext, 'out' | 'note'>,
  jobs: readonly JobState[],
  areKnown = true,
): void {
  const never = areKnown ? 'never' : 'unknown'
  printTable(
    context,
    ['job', 'schedule (UTC)', 'last run', 'outcome', 'next run'],
    jobs.map(({ id, schedule, off, last, missed, next }) => [
      id,
      schedule,
      last ? toSeconds(last.startedAt) : never,
      [
        ...(last ? [outcomeOf(last)] : []),
        ...(missed ? [`was due at ${toSeconds(missed)} and has not begun`] : []),
      ].join('; '),
      next ? toSeconds(next) : `none: ${off}`,
    ]),
  )
}

function outcomeOf({ status, lastWork, error }: JobRecord): string {
  const words = { running: null, interrupted: null, ok: lastWork, failed: error }[status]
  return words === null ? status : `${status}: ${words}`
}

function toSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z')
}
