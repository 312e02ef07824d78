import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { TableProfile } from '#core/sync/table-profile.ts'
import { convert } from './convert.ts'
import { toFailure, type Failure } from './failure.ts'
import type { ConvertResult, WorkerJob } from './job.ts'
import { openDuckDB } from './open-duckdb.ts'
import { profile } from './profile.ts'

/** What the worker process tells the service. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'done'; readonly result: ConvertResult | TableProfile }
  | { readonly kind: 'failed'; readonly failure: Failure }

async function perform(job: WorkerJob): Promise<void> {
  const message = await outcomeOf(job)
  await rm(join(job.output, 'temp'), { recursive: true, force: true })
  process.send?.(message, () => end())
}

async function outcomeOf(job: WorkerJob): Promise<WorkerMessage> {
  let timer: NodeJS.Timeout | undefined
  try {
    const db = await openDuckDB(job.output, job.limits)
    timer = await watch(db)
    const result = job.kind === 'convert' ? await convert(db, job) : await profile(db, job)
    return { kind: 'done', result }
  } catch (error) {
    return { kind: 'failed', failure: toFailure(error, job.limits) }
  } finally {
    clearInterval(timer)
  }
}

async function watch(db: DuckDBConnection): Promise<NodeJS.Timeout> {
  await db.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false')
  return setInterval(() => {
    const percent = db.progress.percentage
    if (percent >= 0) process.send?.({ kind: 'progress', percent } satisfies WorkerMessage)
  }, 1000)
}

/** Ends at once, threads of DuckDB included: there is nobody left to tell, or nothing left to do. */
function end(): void {
  process.kill(process.pid, 'SIGKILL')
}

if (import.meta.main) {
  process.once('disconnect', end)
  process.once('message', (job) => void perform(job as WorkerJob))
}
