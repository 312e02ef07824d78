import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listJobs, type JobRecord } from '#core/jobs.ts'
import type { Installation } from '#core/run/installation.ts'

const UNDEFINED_TABLE = '42P01'

/** What the database knows of jobs, for which nothing is made or migrated: where no state is yet, nothing ran. */
export async function lastRuns({
  env,
  paths,
  openDatabase,
}: Pick<Installation, 'env' | 'paths' | 'openDatabase'>): Promise<readonly JobRecord[]> {
  const own = env.DATABASE_URL === undefined
  if (!existsSync(own ? join(paths.dataDir, 'postgres') : paths.dataDir)) return []
  const db = await openDatabase()
  try {
    return await listJobs(db)
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return []
    throw error
  } finally {
    await db.close()
  }
}
