import { isGranted } from '#core/identity/grants.ts'
import type { Catalogue } from '../engine/runs.ts'

/** An object as one table version uses it; `until` is when it stops being served (ms, or Infinity). */
export interface VersionObject {
  readonly tableId: string
  readonly sha256: string
  readonly size: number
  readonly until: number
}

/** What one set of table patterns may fetch, by SHA-256. */
export type ServableObjects = ReadonlyMap<string, { readonly size: number; readonly until: number }>

/**
 * Reads every object of the versions in force, or replaced less than `keepMs` ago and so perhaps still wanted
 * by a sync that began before; rejected rows never leave.
 */
export async function readVersionObjects(
  catalogue: Catalogue,
  now: number,
  keepMs: number,
): Promise<readonly VersionObject[]> {
  const rows = await catalogue
    .selectFrom('version_object as object')
    .innerJoin('version', 'version.id', 'object.version_id')
    .select(['version.table_id', 'version.ended_at', 'object.sha256', 'object.size'])
    .where('object.role', '<>', 'rejects')
    .where(({ eb, or }) =>
      or([eb('version.to_gen', 'is', null), eb('version.ended_at', '>', new Date(now - keepMs))]),
    )
    .execute()
  return rows.map((row) => ({
    tableId: row.table_id,
    sha256: row.sha256,
    size: row.size,
    until: row.ended_at === null ? Infinity : row.ended_at.getTime() + keepMs,
  }))
}

/** The objects of the tables that `patterns` grant. An object of two tables needs only one of them. */
export function servableObjects(
  objects: readonly VersionObject[],
  patterns: readonly string[],
): ServableObjects {
  const granted = new Map<string, boolean>()
  const servable = new Map<string, { size: number; until: number }>()
  for (const { tableId, sha256, size, until } of objects) {
    const allowed = granted.get(tableId) ?? isGranted(patterns, tableId)
    granted.set(tableId, allowed)
    if (!allowed) continue
    servable.set(sha256, { size, until: Math.max(until, servable.get(sha256)?.until ?? 0) })
  }
  return servable
}
