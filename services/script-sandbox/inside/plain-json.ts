import { JsonDuckDBValueConverter, type DuckDBValueConverter, type Json } from '@duckdb/node-api'

/** DuckDB's values as JSON; dates without an end are the words that DuckDB has for them, not a day of a far year. */
export const plainJson: DuckDBValueConverter<Json> = (value, type, converter) => {
  if (typeof value === 'object' && value !== null && 'isFinite' in value && !value.isFinite) {
    const [count = 0] = Object.values(value) as readonly (number | bigint)[]
    return count < 0 ? '-infinity' : 'infinity'
  }
  return JsonDuckDBValueConverter(value, type, converter)
}
