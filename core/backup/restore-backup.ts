import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import type { Database } from '../database/connect.ts'
import { schemaOf, wasUsed } from '../database/migrate.ts'
import { AppError, Conflict } from '../errors.ts'
import { damaged } from './age-file.ts'
import { readBackup, type ReadBackup } from './read-backup.ts'
import { waitingFiles } from './restore-files.ts'
import type { Stores } from './stores.ts'

const PATIENCE_MS = 3000

/** Into what a backup is restored. */
export interface RestoreInput {
  readonly db: Database
  readonly stores: Stores
  readonly identity: string
  /** Whether what is there may be replaced. */
  readonly replace: boolean
  readonly signal: AbortSignal
}

/** What was restored. */
export interface Restored extends ReadBackup {
  /** Files of the configuration that were there already, and were kept. */
  readonly kept: readonly string[]
}

/**
 * Puts rows and files of a backup in the place of what is there: all of it, or nothing when any part is not as it
 * was recorded. Conflict when something uses the database, or when it holds people and `replace` is not said.
 */
export async function restoreBackup(path: string, input: RestoreInput): Promise<Restored> {
  const { db, stores, identity, signal } = input
  const client = await db.pool.connect()
  let broken = true
  try {
    await refuseOthers(client)
    if (!input.replace) await refuseUsed(client)
    await client.query('begin')
    await using files = await waitingFiles(stores)
    const read = await readBackup(path, {
      ...{ identity, client, signal, take: files.take },
      begin: ({ database }) => dropSchemas(client, database.schema.schemas),
    })
    refuseDifferences(read)
    await beginAgain(client)
    await files.place()
    try {
      await client.query('commit')
    } catch (error) {
      await files.takeBack()
      throw error
    }
    await files.settle()
    broken = false
    return { ...read, kept: files.kept }
  } finally {
    client.release(broken)
  }
}

/** Other rows than were recorded: the backup is not good, whatever the reason. */
export function refuseDifferences({ tables }: ReadBackup): void {
  const wrong = tables.filter(({ recorded, restored }) => recorded !== restored)
  if (wrong.length === 0) return
  const list = wrong.map(({ name, recorded, restored }) => `${name} ${restored} of ${recorded}`)
  throw damaged(`rows are missing or too many: ${list.join(', ')}`)
}

/** A connection that was closed a moment ago may still be seen. */
async function refuseOthers(client: PoolClient): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const { rows } = await client.query<{ name: string }>(
      `select distinct application_name as name from pg_stat_activity where datname = current_database()
         and backend_type = 'client backend' and pid <> pg_backend_pid() order by 1`,
    )
    if (rows.length === 0) return
    if (Date.now() < until) continue
    const names = rows.map(({ name }) => name || 'a program without a name')
    throw new Conflict('database_in_use', `The database is in use by ${names.join(', ')}`, {
      remedy: 'Stop the stack first, the database excepted: docs/operations.md says how.',
    })
  }
}

async function refuseUsed(client: PoolClient): Promise<void> {
  const { rows: there } = await client.query(
    `select 1 where to_regclass('core.person') is not null`,
  )
  if (there.length === 0) return
  const { rows } = await client.query<{ people: number }>(
    'select count(*)::int as people from core.person',
  )
  const people = rows[0]?.people ?? 0
  if (people === 0) return
  throw new Conflict('not_empty', `This server is in use: it knows ${people} people`, {
    remedy: '--replace --yes puts the backup in its place; back up what is here first.',
  })
}

async function dropSchemas(client: PoolClient, named: readonly string[]): Promise<void> {
  const { rows: owners } = (await wasUsed(client))
    ? await client.query<{ owner: string }>('select distinct owner from core.migration')
    : { rows: [] }
  const schemas = new Set([...named, ...owners.map(({ owner }) => schemaOf(owner))])
  for (const schema of schemas) {
    await client.query(`drop schema if exists ${client.escapeIdentifier(schema)} cascade`)
  }
}

/**
 * Numbers of notifications will be given again that some device may have seen: a new epoch tells every device
 * to ask for all, instead of taking the new ones for old ones.
 */
async function beginAgain(client: PoolClient): Promise<void> {
  const { rowCount } = await client.query('update core.inbox set epoch = gen_random_uuid()')
  if (rowCount === 1) return
  throw new AppError(500, 'no_inbox', 'the backup has no inbox: it is not of this stack')
}
