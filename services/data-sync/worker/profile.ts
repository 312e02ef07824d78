import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteName, quoteText } from '#core/sync/sql-text.ts'
import type { ColumnProfile, TableProfile } from '#core/sync/table-profile.ts'
import type { ProfileJob } from './job.ts'
import { selectRow, selectRows } from './open-duckdb.ts'
import { profileAggregates, readProfile, topCandidates, type Column } from './profile-column.ts'
import { readParquet } from './read-parquet.ts'

/** So many columns are looked at in one pass: wide tables would need too much memory at once. */
const batchSize = 200

/** Looks at every row of a converted file, column by column, in bounded memory. */
export async function profile(db: DuckDBConnection, job: ProfileJob): Promise<TableProfile> {
  const from = readParquet(job.file)
  const described = await selectRows(db, `DESCRIBE SELECT * FROM ${from}`)
  const { rows } = await selectRow(db, `SELECT count(*) AS rows FROM ${from}`)
  const columns: ColumnProfile[] = []
  for (let start = 0; start < described.length; start += batchSize) {
    const batch = described.slice(start, start + batchSize).map((row) => ({
      name: String(row.column_name),
      type: String(row.column_type),
    }))
    // The bounds come first, so that the histograms' bins are known before the pass over all values.
    const bounds = await selectRow(
      db,
      `SELECT ${batch.flatMap((column, index) => profileAggregates.bounds(column, index)).join(', ')} FROM ${from}`,
    )
    const facts = await selectRow(
      db,
      `SELECT ${batch.flatMap((column, index) => profileAggregates.facts(column, index, bounds)).join(', ')} FROM ${from}`,
    )
    const tops = await countCandidates(db, from, batch, facts)
    for (const [index, column] of batch.entries()) {
      const top = tops.get(index) ?? []
      columns.push({ ...readProfile(column, index, Number(rows), bounds, facts), top })
    }
  }
  return { v: 1, table: job.table, rows: Number(rows), columns }
}

/** `approx_top_k` names values without their counts: count those few exactly, in one more pass. */
async function countCandidates(
  db: DuckDBConnection,
  from: string,
  batch: readonly Column[],
  facts: Readonly<Record<string, unknown>>,
): Promise<ReadonlyMap<number, ColumnProfile['top']>> {
  const wanted = batch.flatMap(({ name, type }, index) =>
    topCandidates(index, facts).map((value) => ({ index, name, type, value })),
  )
  if (wanted.length === 0) return new Map()
  const counts = wanted.map(({ name, value, type }, at) => {
    const shown = type === 'VARCHAR' ? `left(${quoteName(name)}, 200)` : quoteName(name)
    return `count(*) FILTER (${shown} = ${quoteText(String(value))}) AS k${at}`
  })
  const found = await selectRow(db, `SELECT ${counts.join(', ')} FROM ${from}`)
  const tops = new Map<number, ColumnProfile['top']>()
  for (const [at, { index, value }] of wanted.entries()) {
    tops.set(index, [...(tops.get(index) ?? []), { value, count: Number(found[`k${at}`]) }])
  }
  for (const [index, top] of tops) {
    tops.set(
      index,
      top.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, 5),
    )
  }
  return tops
}
