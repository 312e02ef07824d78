import type { ColumnSchema } from '#core/sync/table-schema.ts'
import type { CatalogTable } from './catalog-table.ts'
import { foldText, searchWords } from './search-words.ts'

/** A table that was found, and the columns that helped to find it. */
export interface SearchHit {
  readonly table: CatalogTable
  readonly columns: readonly ColumnSchema[]
  readonly score: number
}

type Columns = readonly ColumnSchema[]

/**
 * The tables in which every word of the query occurs, best first: a name weighs more than a column,
 * a column more than a description, and a whole word more than the beginning or a part of one.
 */
export function searchTables(
  tables: readonly CatalogTable[],
  columnsOf: ReadonlyMap<string, Columns>,
  query: string,
): readonly SearchHit[] {
  const words = searchWords(query)
  return tables
    .map((table) => hitOf(table, columnsOf.get(table.id) ?? [], words))
    .filter((hit) => hit !== undefined)
    .toSorted((a, b) => b.score - a.score || (a.table.id < b.table.id ? -1 : 1))
}

function hitOf(
  table: CatalogTable,
  columns: Columns,
  words: readonly string[],
): SearchHit | undefined {
  const scores = words.map((word) => scoreOf(table, columns, word))
  if (scores.some((score) => score === 0)) return undefined
  const helped = columns.filter((column) => words.some((word) => scoreOfColumn(column, word) > 0))
  const whole = searchWords(table.name).join(' ') === words.join(' ') ? 100 : 0
  return { table, columns: helped, score: whole + scores.reduce((sum, score) => sum + score, 0) }
}

function scoreOf(table: CatalogTable, columns: Columns, word: string): number {
  return Math.max(
    20 * match(table.name, word),
    8 * match(table.dataset, word),
    3 * match(table.description, word),
    ...columns.map((column) => scoreOfColumn(column, word)),
  )
}

function scoreOfColumn(column: ColumnSchema, word: string): number {
  return Math.max(
    6 * match(column.name, word),
    6 * match(column.sourceName, word),
    2 * match(column.description, word),
  )
}

/** 3 for a whole word, 2 for the beginning of one, 1 for a part, 0 for nothing. */
function match(text: string | undefined, word: string): number {
  if (text === undefined) return 0
  const words = searchWords(text)
  if (words.includes(word)) return 3
  if (words.some((candidate) => candidate.startsWith(word))) return 2
  return foldText(text).includes(word) ? 1 : 0
}
