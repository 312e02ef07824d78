import type { Events } from '#core/database/events.ts'
import type { Logger } from '#core/log.ts'
import { RUN_CHANNEL, type Catalogue } from './runs.ts'

export interface ProgressReport {
  /** Bytes done, and in all when known. Cheap: written down once a second at most. */
  report(done: number, total?: number): void
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>
}

/** Writes a run's progress to the database, where the portal and the command line see it. */
export function reportProgress(
  catalogue: Catalogue,
  events: Events,
  run: number,
  log: Logger,
): ProgressReport {
  let last = 0
  let writing: Promise<void> = Promise.resolve()
  return {
    report(done, total) {
      if (Date.now() - last < 1000) return
      last = Date.now()
      writing = write(done, total).catch((error: unknown) =>
        log.warn({ err: error }, 'progress could not be written'),
      )
    },
    close: () => writing,
  }

  async function write(done: number, total: number | undefined): Promise<void> {
    await catalogue
      .updateTable('run')
      .set({ progress_done: Math.round(done), progress_total: total ?? null })
      .where('id', '=', run)
      .where('status', '=', 'running')
      .execute()
    await events.notify(RUN_CHANNEL, String(run))
  }
}
