import type { Database } from '#core/database/connect.ts'
import type { Origin, Source } from './source.ts'

/** A transcript that was not taken. */
export interface Refusal {
  readonly origin: Origin
  /** Below the folder of its origin; that folder itself when empty. */
  readonly path: string
  readonly reason: string
}

/** Who was told of refusals after the last collection. */
export async function peopleWithRefusals(db: Database): Promise<ReadonlySet<string>> {
  const { rows } = await db.pool.query<{ username: string }>(
    'select distinct username from session_collector.refusal',
  )
  return new Set(rows.map(({ username }) => username))
}

/** Notes what a collection did not take of somebody, in the place of what the one before did not. */
export async function saveRefusals(
  db: Database,
  username: string,
  refused: readonly (Source & Refusal)[],
): Promise<void> {
  await db.pool.query('delete from session_collector.refusal where username = $1', [username])
  const seen = (name: 'origin' | 'path' | 'reason') =>
    refused.map((one) => one[name].replaceAll('\0', ''))
  await db.pool.query(
    `insert into session_collector.refusal (username, origin, path, reason)
     select $1, * from unnest($2::text[], $3::text[], $4::text[]) on conflict do nothing`,
    [username, seen('origin'), seen('path'), seen('reason')],
  )
}

const SHOWN = 100

/** What was not taken of a person by the last collection: the first of it, and how much more there is. */
export async function refusalsOf(
  db: Database,
  username: string,
): Promise<{ readonly refusals: readonly Refusal[]; readonly moreRefusals: number }> {
  const { rows } = await db.pool.query<Refusal & { readonly all: number }>(
    `select origin, path, reason, count(*) over ()::int as all from session_collector.refusal
     where username = $1 order by origin, path limit $2`,
    [username, SHOWN],
  )
  return {
    refusals: rows.map(({ origin, path, reason }) => ({ origin, path, reason })),
    moreRefusals: (rows[0]?.all ?? 0) - rows.length,
  }
}
