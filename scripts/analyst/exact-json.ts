import type { DuckDBType, DuckDBValue, DuckDBValueConverter, Json } from '@duckdb/node-api'
import type { LoadedDuckdb } from './duckdb.ts'

/**
 * Turns DuckDB's values into JSON. Whole numbers and decimals become numbers where a double holds them
 * exactly and text otherwise, so nothing is rounded; dates and times are text as DuckDB writes them.
 */
export function exactJson(duckdb: LoadedDuckdb): DuckDBValueConverter<Json> {
  const { DuckDBTypeId } = duckdb
  const plain = plainJson(duckdb)
  const exact = new Set<number>([
    DuckDBTypeId.BIGINT,
    DuckDBTypeId.UBIGINT,
    DuckDBTypeId.HUGEINT,
    DuckDBTypeId.UHUGEINT,
    DuckDBTypeId.DECIMAL,
  ])
  return (value, type, converter) =>
    exact.has(type.typeId) && value !== null
      ? exactNumber(String(value))
      : plain(value, type, converter)
}

/** The library's own, but for dates without an end: it shows them as a day in some million years. */
export function plainJson({ JsonDuckDBValueConverter }: LoadedDuckdb): DuckDBValueConverter<Json> {
  return (value, type, converter) =>
    infinityOf(value) ?? JsonDuckDBValueConverter(value, type, converter)
}

/** Dates and timestamps hold one number, the largest or the smallest there is. */
function infinityOf(value: DuckDBValue): string | undefined {
  if (typeof value !== 'object' || value === null || !('isFinite' in value) || value.isFinite) {
    return undefined
  }
  const [count] = Object.values(value) as readonly (number | bigint)[]
  return count !== undefined && count < 0 ? '-infinity' : 'infinity'
}

/** Whether a column of this type is aligned like a number. */
export function isNumeric(duckdb: LoadedDuckdb, type: DuckDBType): boolean {
  const { DuckDBTypeId: id } = duckdb
  const numeric: readonly number[] = [
    id.TINYINT,
    id.SMALLINT,
    id.INTEGER,
    id.BIGINT,
    id.HUGEINT,
    id.UTINYINT,
    id.USMALLINT,
    id.UINTEGER,
    id.UBIGINT,
    id.UHUGEINT,
    id.FLOAT,
    id.DOUBLE,
    id.DECIMAL,
  ]
  return numeric.includes(type.typeId)
}

/** A decimal notation as a number when that loses nothing, else the text itself. */
export function exactNumber(text: string): number | string {
  const value = Number(text)
  const shortest = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  if (String(value) !== shortest) return text
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value
}
