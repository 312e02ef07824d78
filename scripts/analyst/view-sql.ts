import { quoteList, quoteName, quoteText } from '#core/sync/sql-text.ts'
import type { ColumnSchema } from '#core/sync/table-schema.ts'
import type { ReceivedTable } from './received-table.ts'

/**
 * The statements that make a table's view over `files` (absolute paths), its comment and its columns'
 * comments. The view lists its columns with their types, so that files of several ages fit together.
 */
export function viewSql(table: ReceivedTable, files: readonly string[]): readonly string[] {
  const view = quoteName(table.view)
  const { columns } = table.schema
  const select = files.length === 0 ? emptySelect(columns) : filledSelect(columns, files)
  const description = table.root.description ?? table.schema.description
  return [
    `CREATE VIEW ${view} AS ${select}`,
    ...(description ? [`COMMENT ON VIEW ${view} IS ${quoteText(description)}`] : []),
    ...columns.flatMap((column) =>
      column.description
        ? [
            `COMMENT ON COLUMN ${view}.${quoteName(column.name)} IS ${quoteText(column.description)}`,
          ]
        : [],
    ),
  ]
}

function filledSelect(columns: readonly ColumnSchema[], files: readonly string[]): string {
  const list = columns.map(({ name, type }) => {
    const quoted = quoteName(name)
    return isTypeName(type) ? `${quoted}::${type} AS ${quoted}` : quoted
  })
  // Files written before a column came do not have it.
  const byName = files.length > 1 ? ', union_by_name = true' : ''
  // A folder called `year=2024` on the way to them would put its own year into each row.
  const options = `${byName}, hive_partitioning = false`
  return `SELECT ${list.join(', ')} FROM read_parquet(${quoteList(files)}${options})`
}

function emptySelect(columns: readonly ColumnSchema[]): string {
  const list = columns.map(
    ({ name, type }) => `NULL::${isTypeName(type) ? type : 'VARCHAR'} AS ${quoteName(name)}`,
  )
  return `SELECT ${list.join(', ')} WHERE false`
}

/** Plain types, with size and as lists; anything else is left as the file has it and never run as SQL. */
export function isTypeName(type: string): boolean {
  return /^[A-Z][A-Z0-9_]*( WITH TIME ZONE)?(\(\d+(, ?\d+)?\))?(\[\d*\])*$/.test(type)
}
