import type { Catalogue, Run } from '../engine/runs.ts'

/** The last ten runs of a table, newest first. */
export function listRuns(catalogue: Catalogue, tableId: string): Promise<Run[]> {
  return catalogue
    .selectFrom('run')
    .selectAll()
    .where('table_id', '=', tableId)
    .orderBy('id', 'desc')
    .limit(10)
    .execute()
}
