import { to as copyTo } from 'pg-copy-streams'
import type { PoolClient } from 'pg'
import type { Database } from '../database/connect.ts'
import { wasUsed } from '../database/migrate.ts'
import { NotFound } from '../errors.ts'
import { describeSchema, type SchemaDescription } from './describe-schema.ts'
import { holdDeletions, letDeletionsGo } from './hold-deletions.ts'

/** Where a sequence stands. */
export interface SequenceState {
  readonly name: string
  readonly value: string
  readonly called: boolean
}

/** What of a database goes before its rows. */
export interface DatabaseHead {
  readonly postgres: string
  readonly schema: SchemaDescription
  readonly sequences: readonly SequenceState[]
}

/** Takes what is read, in order. */
export interface DumpSink {
  head(head: DatabaseHead): Promise<void>
  /** A piece of a table's rows, as COPY writes them. */
  rows(table: string, piece: Buffer): Promise<void>
  /** A table is whole. */
  counted(table: string, rows: number): void
  /** Objects without which what analysts may query would be lost, by SHA-256. */
  needed(objects: ReadonlySet<string>): void
}

/** Pieces of this size are put into the archive, which must know the length of each. */
const PIECE = 4 * 1024 * 1024

/**
 * Reads every table in one snapshot while others write, then calls `filesToo` before anything that the snapshot
 * names may be removed. NotFound when the database has never been used.
 */
export async function dumpDatabase(
  db: Database,
  sink: DumpSink,
  filesToo: () => Promise<void>,
): Promise<void> {
  const client = await db.pool.connect()
  let broken = true
  try {
    await refuseUnused(client)
    // Before the snapshot: what it sees as needed must still be there when the files are read.
    await holdDeletions(client)
    await client.query('begin isolation level repeatable read read only')
    await client.query(`set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
      set local extra_float_digits = 3; set local bytea_output = 'hex'; set local timezone = 'UTC';
      set local client_encoding = 'UTF8'; set local idle_in_transaction_session_timeout = 0;
      set local statement_timeout = 0`)
    const schema = await describeSchema(client)
    const { rows: versions } = await client.query<{ server_version: string }>('show server_version')
    await sink.head({
      postgres: versions[0]?.server_version ?? '',
      schema,
      sequences: await sequenceStates(client, schema.sequences),
    })
    for (const { name, columns } of schema.tables) {
      sink.counted(name, await dumpTable(client, name, columns, sink))
    }
    const { rows } = await client.query<{ sha256: string }>(
      'select distinct unnest(files) as sha256 from core.published_table',
    )
    sink.needed(new Set(rows.map(({ sha256 }) => sha256)))
    await client.query('commit')
    await filesToo()
    await letDeletionsGo(client)
    broken = false
  } finally {
    // One that failed in the middle of a table takes no other statement: it is closed, and holds nothing then.
    client.release(broken)
  }
}

async function dumpTable(
  client: PoolClient,
  name: string,
  columns: readonly string[],
  sink: DumpSink,
): Promise<number> {
  const copy = client.query(copyTo(`copy ${name} (${columns.join(', ')}) to stdout`))
  let waiting: Buffer[] = []
  let length = 0
  const put = async () => {
    if (length > 0) await sink.rows(name, Buffer.concat(waiting))
    waiting = []
    length = 0
  }
  for await (const bytes of copy as AsyncIterable<Buffer>) {
    waiting.push(bytes)
    length += bytes.length
    if (length >= PIECE) await put()
  }
  await put()
  return copy.rowCount
}

async function refuseUnused(client: PoolClient): Promise<void> {
  if (await wasUsed(client)) return
  throw new NotFound('nothing_to_back_up', 'The stack has never run on this database', {
    remedy: 'Check DATA_DIR and DATABASE_URL: they must be those of the stack.',
  })
}

async function sequenceStates(
  client: PoolClient,
  names: readonly string[],
): Promise<readonly SequenceState[]> {
  const states: SequenceState[] = []
  for (const name of names) {
    const { rows } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${name}`,
    )
    for (const state of rows) states.push({ name, ...state })
  }
  return states
}
