import { ConfigError, messageOf } from '#core/errors.ts'
import { selectRow } from './open-duckdb.ts'
import type { DuckDBConnection } from '@duckdb/node-api'

const form = /^[A-Za-z][A-Za-z0-9_ ]*(\(\s*\d+\s*(,\s*\d+\s*)?\))?(\[\])*$/

/**
 * DuckDB's own spelling of a type that someone wrote, such as INTEGER for `int`. Types that Parquet
 * cannot hold become the nearest that it can: HUGEINT would silently be written as DOUBLE.
 */
export async function parquetType(
  db: DuckDBConnection,
  written: string,
  where: string,
): Promise<string> {
  if (!form.test(written)) throw unknownType(written, where)
  try {
    const { type } = await selectRow(db, `SELECT typeof(CAST(NULL AS ${written})) AS type`)
    return storable(String(type))
  } catch (cause) {
    throw unknownType(written, where, messageOf(cause).split('\n')[0])
  }
}

/** What a type of DuckDB becomes in Parquet without loss. */
export function storable(type: string): string {
  if (type.endsWith('[]')) return `${storable(type.slice(0, -2))}[]`
  if (type === 'HUGEINT') return 'DECIMAL(38,0)'
  if (type === 'UHUGEINT' || type === 'BIT' || type === 'INTERVAL') return 'VARCHAR'
  if (type === 'TIME WITH TIME ZONE') return 'VARCHAR'
  return type.startsWith('ENUM(') || type === '"NULL"' ? 'VARCHAR' : type
}

function unknownType(
  type: string,
  where: string,
  reason = 'it is not written like a type',
): ConfigError {
  return new ConfigError([
    `${where}: ${JSON.stringify(type)} is not a DuckDB type (${reason}); for example BIGINT, DECIMAL(18,2), DATE, TIMESTAMPTZ, VARCHAR`,
  ])
}
