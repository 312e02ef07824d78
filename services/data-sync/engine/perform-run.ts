import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import type { EngineContext } from './engine-context.ts'
import { reportProgress } from './progress.ts'
import { refreshSource } from './refresh-source.ts'
import { refreshTable } from './refresh-table.ts'
import { failRun, finishRun, type Run } from './runs.ts'

/**
 * Does one claimed run and writes down how it ended. A run that is stopped by the signal stays
 * `running`: whoever takes the engine's lease next marks it and queues it again.
 */
export async function performRun(
  engine: EngineContext,
  run: Run,
  signal: AbortSignal,
): Promise<void> {
  const { catalogue, events } = engine
  const staging = join(engine.stagingDir, randomUUID())
  const log = engine.log.child({ run: run.id, source: run.source, table: run.table_id })
  const progress = reportProgress(catalogue, events, run.id, log)
  try {
    await makeFolder(staging)
    const refresh = run.table_id === null ? refreshSource : refreshTable
    const outcome = await refresh(engine, run, { staging, signal, progress: progress.report })
    await progress.close()
    await finishRun(catalogue, events, run.id, outcome)
    log.info(outcome, 'run finished')
  } catch (error) {
    await progress.close()
    if (signal.aborted) {
      log.warn('run stopped; it is queued again at the next start')
      return
    }
    await failRun(catalogue, events, run.id, error)
    log.error({ err: error }, 'run failed')
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}
