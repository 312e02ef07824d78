import type { Catalogue, Run } from '../engine/runs.ts'

/** The last runs of a table, newest first. */
export function listRuns(catalogue: Catalogue, tableId: string, limit = 10): Promise<Run[]> {
  return catalogue
    .selectFrom('run')
    .selectAll()
    .where('table_id', '=', tableId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
