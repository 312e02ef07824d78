import type { Database } from '#core/database/connect.ts'
import type { Health } from '#core/service.ts'

/** How the last collection ended, as the health page shows it. */
export async function collectionHealth(db: Database): Promise<Health> {
  const { rows } = await db.pool.query<{ at: Date; people: number; error: string | null }>(
    `select c.collected_at as at, c.people, j.error
     from corporate_memory.collection c
     left join core.job j on j.name = 'corporate-memory' and j.status = 'failed'`,
  )
  const [last] = rows
  if (!last) return { status: 'ok', detail: 'nothing was collected yet' }
  const lastWork = last.at.toISOString()
  if (last.error !== null) return { status: 'degraded', detail: last.error, lastWork }
  return { status: 'ok', detail: `notes of ${last.people} people`, lastWork }
}
