import { z } from 'zod'
import { LONGEST } from '#core/notifications/notification.ts'
import type { ScriptHeader } from '../workspace/script-header.ts'
import type { ScriptOutput } from './script-output.ts'

/** What the sandbox prints for a query. */
const queryResult = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), z.unknown())),
  /** How many rows there are, of which the first are here. */
  total: z.number().int().min(0),
})

export type QueryResult = z.output<typeof queryResult>

export function readQueryResult(stdout: string): QueryResult {
  return queryResult.parse(JSON.parse(stdout))
}

const comparison = /^([A-Za-z_]\w*)\s*(<=|>=|!=|=|<|>)\s*(-?\d+(?:\.\d+)?)$/

/** Whether a text is a condition that a result can be judged by. */
export function isCondition(text: string): boolean {
  return comparison.test(text)
}

const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

/**
 * Turns the result of a query into what a script would have said. `when` compares `rows`, or a column of
 * the first row, with a number, and nothing is told where there is no value; without it any row at all is worth
 * telling. In title and message `{name}`
 * is that column of the first row, `{rows}` how many there are.
 */
export function judgeQuery(header: ScriptHeader, name: string, result: QueryResult): ScriptOutput {
  const { title, message, cooldown, when = 'rows > 0' } = header
  const [, column = '', operator = '', number = ''] = comparison.exec(when) ?? []
  const judge = compare[operator]
  if (!judge) throw new Error(`when: “${when}” is not COLUMN < <= > >= = != NUMBER`)
  const first = result.rows[0]
  if (column !== 'rows' && first !== undefined && !result.columns.includes(column))
    throw new Error(`when: the query has no column ${column}`)
  const value = column === 'rows' ? result.total : numberOf(column, first?.[column])
  return {
    notify: value !== undefined && judge(value, Number(number)),
    title: cut(
      fill(title ?? name.replace(/\.sql$/, '').replaceAll('_', ' '), result),
      LONGEST.title,
    ),
    message: cut(
      message === undefined ? summary(result) : fill(message, result, unlinked),
      LONGEST.message,
    ),
    ...(cooldown !== undefined && { cooldown }),
  }
}

/** What a query found may be of any length; an alert that is cut is worth more than none. */
function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`
}

/** DuckDB's large numbers come as text. What can never be compared is an error: the alert would be silent for ever. */
function numberOf(column: string, value: unknown): number | undefined {
  if (value === null || value === undefined || value === 'NaN') return undefined
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && !Number.isNaN(number)) return number
  throw new Error(`when: ${column} is no number but ${JSON.stringify(value)}`)
}

/** What somebody wrote into a table makes no link in a message of the stack's. */
const unlinked = (found: string) => found.replaceAll('](', '] (')

function fill(
  template: string,
  { columns, rows, total }: QueryResult,
  shown: (found: string) => string = (found) => found,
): string {
  return template.replaceAll(/\{([A-Za-z_]\w*)\}/g, (whole, name: string) => {
    if (name === 'rows') return String(total)
    return columns.includes(name) ? shown(text(rows[0]?.[name])) : whole
  })
}

const SHOWN_ROWS = 10

/** The first rows, where the alert has no message of its own. */
function summary({ columns, rows, total }: QueryResult): string {
  const lines = rows
    .slice(0, SHOWN_ROWS)
    .map((row) => columns.map((name) => `${name}: ${unlinked(text(row[name]))}`).join(', '))
  const more = total - lines.length
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n')
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
