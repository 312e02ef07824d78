import type { Database } from '#core/database/connect.ts'
import type { Health } from '#core/service.ts'
import manifest from './service.ts'

/** How the last collection ended, as the health page shows it. */
export async function collectionHealth(db: Database): Promise<Health> {
  const { rows } = await db.pool.query<{
    status: string
    error: string | null
    at: Date | null
    work: string | null
  }>('select status, error, last_work_at as at, last_work as work from core.job where name = $1', [
    manifest.id,
  ])
  const [last] = rows
  const lastWork = last?.at && { lastWork: last.at.toISOString() }
  // Also one that never went well.
  if (last?.status === 'failed') {
    return { status: 'degraded', detail: last.error ?? 'failed', ...lastWork }
  }
  return {
    status: 'ok',
    detail: lastWork ? (last?.work ?? '') : 'nothing was collected yet',
    ...lastWork,
  }
}
