import type { Database } from '#core/database/connect.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { Health } from '#core/service.ts'

/** How the last collection ended, as the health page shows it. */
export async function collectionHealth(db: Database): Promise<Health> {
  const { rows } = await db.pool.query<{
    at: Date | null
    people: number | null
    error: string | null
  }>(
    `select c.collected_at as at, c.people, j.error
     from (select) one left join corporate_memory.collection c on true
     left join core.job j on j.name = 'corporate-memory' and j.status = 'failed'`,
  )
  const { at, people, error } = rows[0] ?? { at: null, people: null, error: null }
  const lastWork = at && { lastWork: at.toISOString() }
  // Also one that never went well.
  if (error !== null) return { status: 'degraded', detail: error, ...lastWork }
  const detail = at
    ? `notes of ${countOf(people ?? 0, 'person', 'people')}`
    : 'nothing was collected yet'
  return { status: 'ok', detail, ...lastWork }
}
