import { schedule as cron, type ScheduledTask } from 'node-cron'
import { cronAlternatives } from '#core/cron-alternatives.ts'
import type { SourceConfig } from '#core/config/instance.ts'
import type { RunRequest } from './runs.ts'
import { tableId } from './source-tables.ts'

/** When what is looked at: five cron fields, UTC. */
export interface ScheduleEntry {
  readonly cron: string
  readonly request: RunRequest
}

/** Every schedule of the instance: one for a source, one for each table that has its own. */
export function scheduleOf(sources: readonly SourceConfig[]): readonly ScheduleEntry[] {
  return sources.flatMap((source) => [
    ...entry(source.schedule, { source: source.id, trigger: 'schedule' }),
    ...Object.entries(source.tables).flatMap(([name, table]) =>
      entry(table.schedule, {
        source: source.id,
        tableId: tableId(source.id, name),
        trigger: 'schedule',
      }),
    ),
  ])
}

function entry(expression: string | undefined, request: RunRequest): readonly ScheduleEntry[] {
  return expression === undefined
    ? []
    : cronAlternatives(expression).map((cron) => ({ cron, request }))
}

/** Starts the clock; `request` is called when an entry is due. Returns what stops it. */
export function startSchedule(
  entries: readonly ScheduleEntry[],
  request: (request: RunRequest) => Promise<unknown>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const tasks: ScheduledTask[] = entries.map((due) =>
    cron(due.cron, () => request(due.request).catch(onError), { timezone: 'Etc/UTC' }),
  )
  return async () => {
    for (const task of tasks) await task.destroy()
  }
}
