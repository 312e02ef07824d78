import { text } from 'node:stream/consumers'
import { AppError, BadRequest, messageOf } from '#core/errors.ts'
import { loadDuckdb } from '../duckdb.ts'
import type { Io } from '../io.ts'
import { openViews } from '../open-views.ts'
import { chosenFormat, formatOption } from '../result-format.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { defaultTableRows, writeResult } from '../write-result.ts'
import { findWorkspace } from '../workspace.ts'

export default defineVerb({
  name: 'query',
  summary: 'Run SQL over the synced tables',
  positionals: '"SQL" | -',
  details: [
    'With - the SQL is read from stdin. All tables are of one generation, also while a sync runs.',
    'JSON: an array of objects; whole numbers and decimals that a double cannot hold exactly are text.',
    'CSV: RFC 4180 with a header; an absent value is empty, an empty text is "".',
  ].join('\n'),
  options: {
    dir: dirOption,
    format: formatOption,
    limit: {
      type: 'string',
      value: 'N',
      description: `At most so many rows; csv and json: all, table: ${defaultTableRows}`,
    },
  },
  async run(values, io, positionals) {
    const format = chosenFormat(values.format, ['table', 'csv', 'json'])
    const limit = parseLimit(values.limit)
    const sql = await readSql(positionals, io)
    const duckdb = await loadDuckdb(io)
    const views = await openViews(findWorkspace(values.dir, io.cwd), duckdb)
    const interrupt = () => views.connection.interrupt()
    io.signal.addEventListener('abort', interrupt)
    try {
      const result = await views.connection.stream(sql).catch(explain)
      await writeResult(io, duckdb, result, format, limit)
    } finally {
      io.signal.removeEventListener('abort', interrupt)
      await views.close()
    }
  },
})

async function readSql(positionals: readonly string[], io: Io): Promise<string> {
  const [given, ...more] = positionals
  if (given === undefined) throw new BadRequest('bad_arguments', 'the SQL is missing')
  if (more.length > 0) {
    const remedy = 'Put the whole statement in quotes.'
    throw new BadRequest('bad_arguments', 'the SQL must be one argument', { remedy })
  }
  const sql = given === '-' ? await text(io.stdin) : given
  if (sql.trim() === '') throw new BadRequest('bad_arguments', 'the SQL is empty')
  return sql
}

function parseLimit(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined
  const limit = Number(typed)
  if (/^\d+$/.test(typed) && Number.isSafeInteger(limit)) return limit
  throw new BadRequest('bad_arguments', `--limit must be a whole number, not “${typed}”`)
}

/** The words are DuckDB's own. */
function explain(cause: unknown): never {
  const message = messageOf(cause)
  const remedy = /does not exist/.test(message)
    ? '`analyst status` lists the tables, `DESCRIBE name` the columns of one.'
    : 'DuckDB’s dialect is described at https://duckdb.org/docs/sql/introduction.'
  throw new AppError(422, 'sql_failed', message, { remedy, cause })
}
