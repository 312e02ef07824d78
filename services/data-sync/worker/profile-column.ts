import { quoteName } from '#core/sync/sql-text.ts'
import type { ColumnProfile } from '#core/sync/table-profile.ts'

/** A column of the file, with its DuckDB type. */
export interface Column {
  readonly name: string
  readonly type: string
}

type Row = Readonly<Record<string, unknown>>
type Scalar = string | number | boolean
type Family = 'number' | 'time' | 'text' | 'boolean' | 'other'

const bins = 10
/** More candidates than are shown: the approximation may miss the order. */
const candidates = 12

/** The SQL of a column's figures; `index` keeps the columns of a batch apart. */
export const profileAggregates = {
  bounds({ name, type }: Column, index: number): readonly string[] {
    const value = quoteName(name)
    if (familyOf(type) === 'other') return [`count(${value}) AS n${index}`]
    const shown = familyOf(type) === 'text' ? `left(${value}, 200)` : value
    return [
      `count(${value}) AS n${index}`,
      `CAST(min(${shown}) AS VARCHAR) AS min${index}`,
      `CAST(max(${shown}) AS VARCHAR) AS max${index}`,
      ...(isScaled(type)
        ? [
            `min(${position(value, type)}) AS low${index}`,
            `max(${position(value, type)}) AS high${index}`,
          ]
        : []),
    ]
  },

  facts({ name, type }: Column, index: number, bounds: Row): readonly string[] {
    const value = quoteName(name)
    const family = familyOf(type)
    const facts = [`approx_count_distinct(${value}) AS distinct${index}`]
    if (family === 'text' || family === 'boolean') {
      const shown = family === 'text' ? `left(${value}, 200)` : value
      facts.push(`approx_top_k(${shown}, ${candidates}) AS top${index}`)
    }
    if (!isScaled(type)) return facts
    if (family === 'number') facts.push(`avg(CAST(${value} AS DOUBLE)) AS mean${index}`)
    facts.push(
      `CAST(approx_quantile(${position(value, type)}, [0.25, 0.5, 0.75]) AS DOUBLE[]) AS quantiles${index}`,
    )
    const [low, high] = [Number(bounds[`low${index}`]), Number(bounds[`high${index}`])]
    if (bounds[`low${index}`] === null || !Number.isFinite(high - low)) return facts
    const width = (high - low) / bins || 1
    const place = position(value, type)
    const bin = `least(${bins - 1}, floor((${place} - (${low})) / ${width}))`
    for (let at = 0; at < bins; at += 1) {
      // Not count(*): least() passes over NULL, so that the last bin would hold the absent values as well.
      facts.push(`count(${place}) FILTER (${bin} = ${at}) AS bin${index}_${at}`)
    }
    return facts
  },
}

/** The profile of one column from the figures that `profileAggregates` asked for. */
export function readProfile(
  { name, type }: Column,
  index: number,
  rows: number,
  bounds: Row,
  facts: Row,
): ColumnProfile {
  const present = Number(bounds[`n${index}`])
  const mean = facts[`mean${index}`]
  const distinct = Math.min(Number(facts[`distinct${index}`] ?? 0), present)
  return {
    name,
    type,
    nulls: rows - present,
    distinct,
    min: scalar(bounds[`min${index}`], type),
    max: scalar(bounds[`max${index}`], type),
    mean: typeof mean === 'number' && Number.isFinite(mean) ? mean : null,
    quantiles: quantilesOf(facts[`quantiles${index}`], type),
    top: [],
    histogram: histogramOf(index, type, bounds, facts),
  }
}

/** Candidates for the most frequent values; their counts need a second look. */
export function topCandidates(index: number, facts: Row): readonly (string | boolean)[] {
  const found = facts[`top${index}`]
  if (!Array.isArray(found)) return []
  return found.filter((item) => typeof item === 'string' || typeof item === 'boolean')
}

function familyOf(type: string): Family {
  if (/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type))
    return 'number'
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return 'time'
  if (type === 'VARCHAR') return 'text'
  return type === 'BOOLEAN' ? 'boolean' : 'other'
}

function isScaled(type: string): boolean {
  return familyOf(type) === 'number' || familyOf(type) === 'time'
}

/** Where a value lies on a line of doubles: itself, or seconds since 1970. */
function position(value: string, type: string): string {
  return familyOf(type) === 'time' ? `epoch(${value})` : `CAST(${value} AS DOUBLE)`
}

function scalar(text: unknown, type: string): Scalar | null {
  if (typeof text !== 'string') return null
  if (familyOf(type) === 'boolean') return text === 'true'
  if (familyOf(type) !== 'number' || type.startsWith('DECIMAL')) return text
  const number = Number(text)
  const exact =
    Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
  return exact ? number : text
}

function quantilesOf(found: unknown, type: string): Scalar[] | null {
  const items: readonly unknown[] = Array.isArray(found) ? found : []
  const numbers = items.filter((item): item is number => Number.isFinite(item))
  return numbers.length === 3 ? numbers.map((number) => placeToScalar(number, type)) : null
}

function histogramOf(
  index: number,
  type: string,
  bounds: Row,
  facts: Row,
): ColumnProfile['histogram'] {
  if (facts[`bin${index}_0`] === undefined) return []
  const [low, high] = [Number(bounds[`low${index}`]), Number(bounds[`high${index}`])]
  const width = (high - low) / bins || 1
  const used = high === low ? 1 : bins
  return Array.from({ length: used }, (_, at) => ({
    from: placeToScalar(low + at * width, type),
    to: placeToScalar(at === bins - 1 ? high : low + (at + 1) * width, type),
    count: Number(facts[`bin${index}_${at}`]),
  }))
}

function placeToScalar(place: number, type: string): Scalar {
  if (familyOf(type) !== 'time') return place
  const moment = new Date(place * 1000)
  if (Number.isNaN(moment.getTime())) return place
  return type === 'DATE' ? moment.toISOString().slice(0, 10) : moment.toISOString()
}
