import type { ColumnSchema } from '#core/sync/table-schema.ts'
import type { CatalogTable } from './catalog-table.ts'
import { foldText, searchWords, wordsOf } from './search-words.ts'

/** A table that was found, and the columns that helped to find it. */
export interface SearchHit {
  readonly table: CatalogTable
  readonly columns: readonly ColumnSchema[]
  readonly score: number
}

type Columns = readonly ColumnSchema[]

/** How well a word fits a text: 3 for a whole word, 2 for the beginning of one, 1 for a part, 0 for nothing. */
type Match = (text: string | undefined, word: string) => number

/**
 * The tables in which every word of the query occurs, best first: a name weighs more than a column,
 * a column more than a description, and a whole word more than the beginning or a part of one.
 */
export function searchTables(
  tables: readonly CatalogTable[],
  columnsOf: ReadonlyMap<string, Columns>,
  query: string,
): readonly SearchHit[] {
  const words = [...new Set(searchWords(query))]
  const match = matchTexts()
  return tables
    .map((table) => hitOf(table, columnsOf.get(table.id) ?? [], words, match))
    .filter((hit) => hit !== undefined)
    .toSorted((a, b) => b.score - a.score || (a.table.id < b.table.id ? -1 : 1))
}

function hitOf(
  table: CatalogTable,
  columns: Columns,
  words: readonly string[],
  match: Match,
): SearchHit | undefined {
  let score = searchWords(table.name).join(' ') === words.join(' ') ? 100 : 0
  for (const word of words) {
    const best = scoreOf(table, columns, word, match)
    if (best === 0) return undefined
    score += best
  }
  const helped = columns.filter((column) =>
    words.some((word) => scoreOfColumn(column, word, match) > 0),
  )
  return { table, columns: helped, score }
}

function scoreOf(table: CatalogTable, columns: Columns, word: string, match: Match): number {
  const own = Math.max(
    20 * match(table.name, word),
    8 * match(table.dataset, word),
    3 * match(table.description, word),
  )
  return columns.reduce((best, column) => Math.max(best, scoreOfColumn(column, word, match)), own)
}

function scoreOfColumn(column: ColumnSchema, word: string, match: Match): number {
  return Math.max(
    6 * match(column.name, word),
    6 * match(column.sourceName, word),
    2 * match(column.description, word),
  )
}

/** Each text is taken apart once, and not for every word of the query: there are ten thousands of columns. */
function matchTexts(): Match {
  const known = new Map<string, { readonly folded: string; readonly words: readonly string[] }>()
  const takeApart = (text: string) => {
    const found = known.get(text)
    if (found) return found
    const folded = foldText(text)
    const apart = { folded, words: wordsOf(folded) }
    known.set(text, apart)
    return apart
  }
  return (text, word) => {
    if (text === undefined) return 0
    const { folded, words } = takeApart(text)
    // Whatever is a word, or begins one, is a part as well.
    if (!folded.includes(word)) return 0
    if (words.includes(word)) return 3
    return words.some((candidate) => candidate.startsWith(word)) ? 2 : 1
  }
}
