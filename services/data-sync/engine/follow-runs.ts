import type { Events } from '#core/database/events.ts'
import { countOf, formatCount } from '#core/portal/format-count.ts'
import { createBell, pause } from './bell.ts'
import { RUN_CHANNEL, type Catalogue, type Run } from './runs.ts'

/**
 * Waits until the given runs, and the runs that they start or that take their place after an interruption,
 * have ended; tells `note` of each end. Returns those that ended well or badly. Stops early, by throwing,
 * when the signal is aborted.
 */
export async function followRuns(
  catalogue: Catalogue,
  events: Events,
  ids: readonly number[],
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<readonly Run[]> {
  const bell = createBell()
  const stopListening = await events.listen(RUN_CHANNEL, bell.ring)
  const told = new Set<number>()
  try {
    for (;;) {
      signal.throwIfAborted()
      const rung = bell.next()
      const runs = await runsOf(catalogue, ids)
      for (const run of runs) {
        if (run.finished_at === null || told.has(run.id)) continue
        told.add(run.id)
        note(describeRun(run))
      }
      if (runs.every(({ finished_at }) => finished_at !== null)) return runs.filter(isEnd)
      await Promise.race([rung, pause(2000, signal)])
    }
  } finally {
    await stopListening()
  }
}

/** An interrupted run goes on in another one. */
function isEnd({ status }: Run): boolean {
  return status !== 'interrupted'
}

/** The runs asked for, and those that came after one of a whole source or one that was interrupted. */
async function runsOf(catalogue: Catalogue, ids: readonly number[]): Promise<readonly Run[]> {
  const asked = await catalogue.selectFrom('run').selectAll().where('id', 'in', ids).execute()
  const parents = asked.filter((run) => run.table_id === null || !isEnd(run))
  if (parents.length === 0) return asked
  const started = await catalogue
    .selectFrom('run')
    .selectAll()
    .where(({ or, and, eb }) =>
      or(
        parents.map((parent) =>
          and([
            eb('source', '=', parent.source),
            ...(parent.table_id === null ? [] : [eb('table_id', '=', parent.table_id)]),
            eb('finished_at', 'is', null).or('finished_at', '>=', parent.requested_at),
          ]),
        ),
      ),
    )
    .execute()
  return [...new Map([...asked, ...started].map((run) => [run.id, run])).values()]
}

/** One run in one line, for a terminal or a log. */
export function describeRun(run: Run): string {
  const what = run.table_id ?? run.source
  if (!isEnd(run)) return `… ${what}: interrupted; it was queued again`
  if (run.status === 'failed') {
    return `✗ ${what}: ${run.error ?? 'failed'}${run.remedy === null ? '' : `\n  ${run.remedy}`}`
  }
  const rows = run.rows === null ? '' : ` ${countOf(run.rows, 'row')}`
  const rejected = run.rejected ? `, ${formatCount(run.rejected)} rejected` : ''
  return `✓ ${what}: ${run.status}${rows}${rejected}`
}
