import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams'
import type { ClientBase } from 'pg'
import { once } from 'node:events'
import { messageOf } from '../errors.ts'
import { damaged } from './age-file.ts'
import { describeSchema } from './describe-schema.ts'
import type { DatabaseHead } from './dump-database.ts'

/** Takes what a backup holds of a database, in order, inside the transaction of its client. */
export interface DatabaseLoad {
  /** A piece of the rows of a table; those of a table follow one another. */
  rows(table: string, piece: AsyncIterable<Uint8Array>): Promise<void>
  /** Keys, indexes and triggers; resolves when PostgreSQL has found every key to be good. */
  finish(): Promise<void>
}

/** Makes the schemas of a backup anew, without rows. Those of the same names must not be there. */
export async function loadDatabase(client: ClientBase, head: DatabaseHead): Promise<DatabaseLoad> {
  const { schema, sequences } = head
  const columns = new Map(schema.tables.map((table) => [table.name, table.columns]))
  // A function's body may name what comes later.
  await client.query(`set local check_function_bodies = off; set local search_path = '';
    set local datestyle = 'ISO'; set local client_encoding = 'UTF8'; set local timezone = 'UTC';
    set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0`)
  for (const statement of schema.before) await client.query(statement)
  let current: { readonly table: string; readonly stream: CopyStreamQuery } | undefined
  let failure: Error | undefined

  async function end(): Promise<void> {
    if (!current) return
    if (failure) throw refused(`the rows of ${current.table}`, failure)
    const { table, stream } = current
    current = undefined
    const finished = once(stream, 'finish')
    stream.end()
    await finished.catch((cause: unknown) => {
      throw refused(`the rows of ${table}`, cause)
    })
  }

  function streamOf(table: string): CopyStreamQuery {
    const names = columns.get(table)
    if (!names) throw damaged(`it has rows of ${table}, which its schema does not know`)
    const stream = client.query(copyFrom(`copy ${table} (${names.join(', ')}) from stdin`))
    // Who writes or waits is told as well; when the backup turns out to be bad, nobody does any more.
    stream.on('error', (error) => (failure ??= error))
    return stream
  }

  return {
    async rows(table, piece) {
      if (current?.table !== table) {
        await end()
        current = { table, stream: streamOf(table) }
      }
      const { stream } = current
      const refuse = (cause: unknown) => {
        throw refused(`the rows of ${table}`, cause)
      }
      for await (const bytes of piece) {
        // It may have failed while the next bytes were waited for.
        if (failure) refuse(failure)
        if (!stream.write(bytes)) await once(stream, 'drain').catch(refuse)
      }
    },
    async finish() {
      await end()
      for (const { name, value, called } of sequences) {
        await client.query('select setval($1::regclass, $2, $3)', [name, value, called])
      }
      for (const statement of schema.after) {
        await client.query(statement).catch((cause: unknown) => {
          throw refused(statement, cause)
        })
      }
      await refuseDifference(client, head)
    },
  }
}

/** data_exception and integrity_constraint_violation (errcodes-appendix.html). */
const OF_ROWS = /^2[23]/

/** Rows that PostgreSQL does not take are the backup's fault; a full disk or a lost connection is not. */
function refused(what: string, cause: unknown): unknown {
  const { code = '' } = cause as { code?: string }
  return OF_ROWS.test(code) ? damaged(`${what}: ${messageOf(cause)}`, cause) : cause
}

/** Told again, the schemas must be what they were: nothing was left out on the way. */
async function refuseDifference(client: ClientBase, { schema }: DatabaseHead): Promise<void> {
  const made = await describeSchema(client)
  const now = new Set([...made.before, ...made.after])
  const missing = [...schema.before, ...schema.after].filter((statement) => !now.has(statement))
  if (missing.length > 0) {
    throw damaged(`its schema could not be made as it was: ${missing.slice(0, 3).join('; ')}`)
  }
}
