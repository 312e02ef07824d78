// What DuckDB reserves (duckdb_keywords(), categories reserved and type_function).
const reserved = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case
  cast check collate collation column columns concurrently constraint create cross default deferrable desc
  describe distinct do else end except false fetch for foreign freeze from full generated glob grant
  group having ilike in initially inner intersect into is isnull join lambda lateral leading left like
  limit map natural not notnull null offset on only or order outer overlaps pivot pivot_longer
  pivot_wider placing positional primary qualify references returning right select semi show similar
  some struct summarize symmetric table tablesample then to trailing true try_cast unbounded union
  unique unpack unpivot using variadic verbose when where window with`.split(/\s+/),
)

/** The command that shows the first rows of a table on an analyst's machine. */
export function queryCommand(table: string): string {
  return reserved.has(table)
    ? `analyst query 'SELECT * FROM "${table}" LIMIT 10'`
    : `analyst query "SELECT * FROM ${table} LIMIT 10"`
}
