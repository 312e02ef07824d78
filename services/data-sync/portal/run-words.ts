import type { Run } from '../engine/runs.ts'
import type { RunStatus, RunTrigger } from '../engine/tables.ts'

/** Whether more is to be heard of a run. */
export function isOpen({ status }: Run): boolean {
  return status === 'queued' || status === 'running'
}

/** How a run's state is shown. */
export const statusBadges: Readonly<
  Record<RunStatus, { readonly tone: string; readonly text: string }>
> = {
  queued: { tone: 'info', text: 'Queued' },
  running: { tone: 'info', text: 'Running' },
  published: { tone: 'ok', text: 'Published' },
  unchanged: { tone: '', text: 'Unchanged' },
  discovered: { tone: 'ok', text: 'Looked through' },
  failed: { tone: 'fail', text: 'Failed' },
  interrupted: { tone: 'warn', text: 'Interrupted' },
}

/** What a run was started by. */
export const triggerWords: Readonly<Record<RunTrigger, string>> = {
  start: 'Server start',
  schedule: 'Schedule',
  portal: 'Portal',
  command: 'Command line',
}
