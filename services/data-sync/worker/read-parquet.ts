import { quoteList } from '#core/sync/sql-text.ts'

/** For each function of DuckDB that reads files: a folder called `year=2024` on their way is no column of theirs. */
export const noColumnsOfPaths = 'hive_partitioning = false'

/** The rows of Parquet files, as SQL; columns are put together by their names. */
export function readParquet(...paths: readonly string[]): string {
  return `read_parquet(${quoteList(paths)}, union_by_name = true, ${noColumnsOfPaths})`
}
