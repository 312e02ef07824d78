import type { Database } from '#core/database/connect.ts'

/** Tokens that were used today (UTC), in and out. */
export async function spentToday(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ spent: number }>(
    `select coalesce(sum(input + output), 0)::bigint as spent from corporate_memory.model_use
     where day = (now() at time zone 'utc')::date`,
  )
  return rows[0]?.spent ?? 0
}

/** Adds a question to the day's use. */
export async function noteSpent(
  db: Database,
  { input, output, failed }: { input: number; output: number; failed?: string },
): Promise<void> {
  await db.pool.query(
    `insert into corporate_memory.model_use (day, calls, failed, input, output)
     values ((now() at time zone 'utc')::date, 1, $3, $1, $2)
     on conflict (day) do update set calls = corporate_memory.model_use.calls + 1,
       failed = corporate_memory.model_use.failed + excluded.failed,
       input = corporate_memory.model_use.input + excluded.input,
       output = corporate_memory.model_use.output + excluded.output`,
    [input, output, failed === undefined ? 0 : 1],
  )
}

/** The use of one day. */
export interface DayUse {
  readonly day: string
  readonly calls: number
  readonly failed: number
  readonly input: number
  readonly output: number
}

/** The last days on which a model was asked, the newest first. */
export async function lastUse(db: Database, days = 14): Promise<readonly DayUse[]> {
  const { rows } = await db.pool.query<DayUse>(
    `select day::text, calls, failed, input, output from corporate_memory.model_use
     order by day desc limit $1`,
    [days],
  )
  return rows
}
