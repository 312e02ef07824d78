import type { DuckDBConnection } from '@duckdb/node-api'
import { selectRow } from './open-duckdb.ts'

/** A column whose type the values decide: SQL of its text, and of its JSON type where it has one. */
export interface Undecided {
  readonly text: string
  readonly jsonType?: string
}

type Kind = 'BOOLEAN' | 'BIGINT' | 'DECIMAL' | 'DOUBLE' | 'DATE' | 'TIMESTAMP' | 'TIMESTAMPTZ'
const kinds: readonly Kind[] = [
  'BOOLEAN',
  'BIGINT',
  'DECIMAL',
  'DOUBLE',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMPTZ',
]

/** So many columns are looked at together; more would need too much memory at once. */
const batchSize = 50

/**
 * The narrowest type that holds every value of every column without loss, over all rows: one value that
 * does not fit makes the column text. Leading zeros, integers beyond 64 bits and mixed forms stay text.
 */
export async function inferTypes(
  db: DuckDBConnection,
  from: string,
  columns: readonly Undecided[],
): Promise<readonly string[]> {
  const types: string[] = []
  for (let start = 0; start < columns.length; start += batchSize) {
    types.push(...(await inferBatch(db, from, columns.slice(start, start + batchSize))))
  }
  return types
}

async function inferBatch(
  db: DuckDBConnection,
  from: string,
  columns: readonly Undecided[],
): Promise<readonly string[]> {
  // A kind that a few rows rule out is ruled out for good, and need not be tried on the rest.
  const possible = columns.map(() => new Set<Kind>(kinds))
  await ruleOut(db, `(SELECT * FROM ${from} LIMIT 10000)`, columns, possible)
  const facts = await ruleOut(db, from, columns, possible)
  return columns.map((_, index) => decide(possible[index] ?? new Set(), facts, index))
}

type Facts = Readonly<Record<string, unknown>>

async function ruleOut(
  db: DuckDBConnection,
  from: string,
  columns: readonly Undecided[],
  possible: readonly Set<Kind>[],
): Promise<Facts> {
  const aggregates = columns.flatMap(({ jsonType }, index) => [
    `count(v${index}) AS n${index}`,
    ...[...(possible[index] ?? [])].map(
      (kind) => `bool_and(${fits(kind, `v${index}`)}) AS "${kind}${index}"`,
    ),
    ...(possible[index]?.has('DECIMAL') ? digitCounts(index) : []),
    ...(jsonType === undefined ? [] : [`string_agg(DISTINCT t${index}, ',') AS json${index}`]),
  ])
  const values = columns.flatMap(({ text, jsonType }, index) => [
    `nullif(${text}, '') AS v${index}`,
    ...(jsonType === undefined ? [] : [`${jsonType} AS t${index}`]),
  ])
  const facts = await selectRow(
    db,
    `SELECT ${aggregates.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${from})`,
  )
  for (const [index, set] of possible.entries()) {
    for (const kind of set) if (facts[`${kind}${index}`] === false) set.delete(kind)
  }
  return facts
}

function digitCounts(index: number): readonly string[] {
  return [
    `max(strlen(split_part(ltrim(v${index}, '-'), '.', 1))) AS whole${index}`,
    `max(strlen(split_part(v${index}, '.', 2))) AS scale${index}`,
  ]
}

function fits(kind: Kind, value: string): string {
  switch (kind) {
    case 'BOOLEAN':
      return `lower(${value}) IN ('true', 'false')`
    case 'BIGINT':
      // Only text that comes back the same: no leading zero, plus sign, blank or exponent.
      return `coalesce(CAST(TRY_CAST(${value} AS BIGINT) AS VARCHAR) = ${value}, ${value} IS NULL)`
    case 'DECIMAL':
      return `regexp_full_match(${value}, '-?(0|[1-9][0-9]*)([.][0-9]+)?')`
    case 'DOUBLE':
      return `(regexp_full_match(${value}, '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?') AND ${survivesDouble(value)})`
    case 'DATE':
      // DuckDB's infinity is a day five million years away to other readers of Parquet.
      return `coalesce(CAST(TRY_CAST(${value} AS DATE) AS VARCHAR) = ${value} AND isfinite(TRY_CAST(${value} AS DATE)), ${value} IS NULL)`
    case 'TIMESTAMP':
      return isMoment(value, '', 'TIMESTAMP')
    case 'TIMESTAMPTZ':
      return isMoment(value, '(Z|[+-][0-9]{2}(:?[0-9]{2})?)', 'TIMESTAMPTZ')
  }
}

/** Also of what is absent, which says nothing against a column of moments. */
function isMoment(value: string, zone: string, type: string): string {
  return `(${value} IS NULL OR regexp_full_match(${value}, '${moment}${zone}') AND TRY_CAST(${value} AS ${type}) IS NOT NULL)`
}

const moment = '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?'

/** Up to 15 significant digits always survive a double (IEEE 754); more only when they come back. */
function survivesDouble(value: string): string {
  const double = `TRY_CAST(${value} AS DOUBLE)`
  const digits = `length(ltrim(replace(regexp_replace(${value}, '[eE].*|^-', '', 'g'), '.', ''), '0'))`
  return `CASE WHEN strlen(${value}) <= 16 THEN isfinite(${double})
    WHEN rtrim(CAST(${double} AS VARCHAR), '0') = rtrim(${value}, '0') THEN true
    ELSE ${digits} <= 15 AND isfinite(${double}) END`
}

function decide(possible: ReadonlySet<Kind>, facts: Facts, index: number): string {
  const json = facts[`json${index}`]
  if (typeof json === 'string') return decideJson(json.split(','), possible, facts, index)
  if (Number(facts[`n${index}`]) === 0) return 'VARCHAR'
  if (possible.has('BOOLEAN')) return 'BOOLEAN'
  return numberType(possible, facts, index) ?? timeType(possible) ?? 'VARCHAR'
}

/** JSON tells text from numbers: "7" in quotes stays text. */
function decideJson(
  types: readonly string[],
  possible: ReadonlySet<Kind>,
  facts: Facts,
  index: number,
): string {
  if (types.some((type) => type === 'OBJECT' || type === 'ARRAY')) return 'JSON'
  if (types.every((type) => type === 'BOOLEAN')) return 'BOOLEAN'
  if (types.every((type) => /^(U?BIGINT|HUGEINT|DOUBLE)$/.test(type))) {
    return numberType(possible, facts, index) ?? 'VARCHAR'
  }
  if (types.every((type) => type === 'VARCHAR') && Number(facts[`n${index}`]) > 0) {
    return timeType(possible) ?? 'VARCHAR'
  }
  return 'VARCHAR'
}

function numberType(possible: ReadonlySet<Kind>, facts: Facts, index: number): string | undefined {
  if (possible.has('BIGINT')) return 'BIGINT'
  const scale = Number(facts[`scale${index}`] ?? 0)
  const digits = Number(facts[`whole${index}`] ?? 0) + scale
  if (possible.has('DECIMAL') && scale > 0 && digits <= 18) return `DECIMAL(18,${scale})`
  if (possible.has('DOUBLE') && (scale > 0 || !possible.has('DECIMAL'))) return 'DOUBLE'
  return possible.has('DECIMAL') && scale > 0 && digits <= 38 ? `DECIMAL(38,${scale})` : undefined
}

function timeType(possible: ReadonlySet<Kind>): string | undefined {
  if (possible.has('DATE')) return 'DATE'
  if (possible.has('TIMESTAMP')) return 'TIMESTAMP'
  return possible.has('TIMESTAMPTZ') ? 'TIMESTAMP WITH TIME ZONE' : undefined
}
