import type { Database } from '#core/database/connect.ts'
import { isGranted } from '#core/identity/grants.ts'
import { mayEnter } from '#core/identity/may-enter.ts'
import { principalColumns, type Principal } from '#core/identity/principal.ts'
import { publishedTables, type PublishedTable } from '#core/sync/published-tables.ts'

/** What one person may do at the gateway. */
export interface PersonAccess {
  readonly username: string
  /** Public keys as `type base64`. */
  readonly keys: readonly string[]
  /** Paths below the person's home, and the SHA-256 of the object behind each. */
  readonly files: Readonly<Record<string, string>>
}

/** Everybody who has a key and is not locked out, by username. */
export async function readAccess(db: Database): Promise<readonly PersonAccess[]> {
  const { rows } = await db.pool.query<Principal & { keys: string[] }>(
    `select ${principalColumns},
       (select array_agg(k.type || ' ' || k.blob order by k.created_at, k.id)
        from ssh_keys.key k where k.person_id = p.id) as keys
     from core.person p
     where ${mayEnter}
       and exists (select from ssh_keys.key k where k.person_id = p.id)
     order by p.username`,
  )
  if (rows.length === 0) return []
  const tables = await publishedTables(db, ['*'])
  return rows.map(({ username, keys, tables: patterns }) => ({
    username,
    keys,
    files: filesOf(tables.filter(({ id }) => isGranted(patterns, id))),
  }))
}

/** `server/parquet/<dataset>/<table>.parquet`, or a folder of that name where a table has several files. */
function filesOf(tables: readonly PublishedTable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tables.flatMap(({ dataset, name, files }) => {
      const path = `server/parquet/${dataset}/${name}`
      if (files.length === 1) return files.map((sha256) => [`${path}.parquet`, sha256])
      return files.map((sha256, at) => [`${path}/part_${at}.parquet`, sha256])
    }),
  )
}
