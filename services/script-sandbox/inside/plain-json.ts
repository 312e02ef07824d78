import {
  DuckDBTypeId,
  JsonDuckDBValueConverter,
  type DuckDBValueConverter,
  type Json,
} from '@duckdb/node-api'

/** DuckDB's values as JSON; dates without an end are the words that DuckDB has for them, not a day of a far year. */
export const plainJson: DuckDBValueConverter<Json> = (value, type, converter) => {
  if (typeof value === 'object' && value !== null && 'isFinite' in value && !value.isFinite) {
    const [count = 0] = Object.values(value) as readonly (number | bigint)[]
    return count < 0 ? '-infinity' : 'infinity'
  }
  return JsonDuckDBValueConverter(value, type, converter)
}

const numbers = new Set<number>([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.DECIMAL,
])

/** The same, and numbers that the library shows as text are numbers where a double holds them exactly. */
export const exactJson: DuckDBValueConverter<Json> = (value, type, converter) =>
  numbers.has(type.typeId) && value !== null
    ? exactNumber(String(value))
    : plainJson(value, type, converter)

function exactNumber(text: string): number | string {
  const value = Number(text)
  const shortest = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  if (String(value) !== shortest) return text
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value
}
