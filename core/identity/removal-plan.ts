import type { Database } from '../database/connect.ts'

/** What becomes of some things when their person is removed, and how many they are. */
export interface Consequence {
  /** A sentence for people, such as `Votes: they go at once`. */
  readonly what: string
  readonly count: number
}

/**
 * What removing a person would do beyond the account itself. Who keeps something under a username says so in
 * the schema that keeps it, beside the trigger by which it goes: `removal_plan(username text)` there returns
 * `(what text, count bigint)`. What there is none of is left out.
 */
export async function removalPlan(db: Database, username: string): Promise<readonly Consequence[]> {
  const { rows: found } = await db.pool.query<{ name: string }>(
    `select format('%I.removal_plan', n.nspname) as name
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.proname = 'removal_plan' and p.proargtypes = array['text'::regtype]::oidvector
     order by 1`,
  )
  const plan: Consequence[] = []
  for (const { name } of found) {
    const { rows } = await db.pool.query<Consequence>(
      `select what, count from ${name}($1) where count > 0`,
      [username],
    )
    plan.push(...rows)
  }
  return plan
}
