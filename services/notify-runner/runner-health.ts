import { countOf } from '#core/portal/format-count.ts'
import type { Health } from '#core/service.ts'
import type { Scheduler } from './runs/scheduler.ts'

/** How the runner is. Without a script to run, a sandbox in trouble is told and is no trouble. */
export function runnerHealth(
  state: Scheduler['state'] | undefined,
  trouble: string | undefined,
): Health {
  if (state?.error !== undefined) return { status: 'degraded', detail: state.error }
  const { lookedAt, scripts = 0, closed = [] } = state ?? {}
  const blocked = trouble !== undefined && scripts > 0
  const unread = closed.length === 0 ? [] : [`folders that cannot be read: ${closed.join(', ')}`]
  return {
    status: blocked || closed.length > 0 ? 'degraded' : 'ok',
    detail: [
      countOf(scripts, 'script'),
      ...(trouble === undefined ? [] : [trouble]),
      ...unread,
    ].join(', '),
    ...(lookedAt && { lastWork: lookedAt.toISOString() }),
  }
}
