import { sql, type Kysely } from 'kysely'
import type { Database } from '../database/connect.ts'
import { isGranted } from '../identity/grants.ts'

/** A table that can be queried now: `id` is `dataset/name`, `files` the SHA-256 of its Parquet objects. */
export interface PublishedTable {
  readonly id: string
  readonly dataset: string
  readonly name: string
  readonly files: readonly string[]
}

/** Makes a new version the one to query; within the transaction that publishes it. */
export async function recordPublished<Tables>(
  executor: Kysely<Tables>,
  { id, dataset, name, files }: PublishedTable,
): Promise<void> {
  await sql`insert into core.published_table (id, dataset, name, files)
    values (${id}, ${dataset}, ${name}, ${[...files]})
    on conflict (id) do update set dataset = excluded.dataset, name = excluded.name,
      files = excluded.files, updated_at = now()`.execute(executor)
}

/** Takes a table away from those that can be queried. */
export async function recordWithdrawn<Tables>(executor: Kysely<Tables>, id: string): Promise<void> {
  await sql`delete from core.published_table where id = ${id}`.execute(executor)
}

/** The tables that these patterns grant, by id. */
export async function publishedTables(
  db: Database,
  patterns: readonly string[],
): Promise<readonly PublishedTable[]> {
  const { rows } = await db.pool.query<PublishedTable>(
    'select id, dataset, name, files from core.published_table order by id',
  )
  return rows.filter(({ id }) => isGranted(patterns, id))
}
