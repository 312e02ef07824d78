import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import { storableText } from '#core/storable-text.ts'
import type { TableProfile } from '#core/sync/table-profile.ts'
import type { ConvertResult } from '../worker/job.ts'
import { runWorker } from '../worker/run-worker.ts'
import type { EngineContext, RunSurroundings } from './engine-context.ts'
import type { TableAtWork } from './table-at-work.ts'

/** The profile of a converted table, or the warning that there is none. */
export interface Profiled {
  readonly profile?: TableProfile
  readonly warnings: readonly string[]
}

/** A table without a profile is still a good table: the failure becomes a warning that people see. */
export async function profileOf(
  engine: EngineContext,
  table: TableAtWork,
  converted: ConvertResult,
  { staging, signal }: RunSurroundings,
): Promise<Profiled> {
  const output = join(staging, 'profiled')
  await mkdir(output)
  try {
    const profile = await runWorker(
      {
        kind: 'profile',
        table: table.id,
        file: converted.file.path,
        output,
        limits: engine.limits,
      },
      { signal },
    )
    return { profile, warnings: [] }
  } catch (error) {
    signal.throwIfAborted()
    engine.log.warn({ err: error, table: table.id }, 'published without a profile')
    return { warnings: [storableText(`There is no profile: ${messageOf(error)}`)] }
  }
}
