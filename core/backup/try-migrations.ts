import { Readable } from 'node:stream'
import type { Database } from '../database/connect.ts'
import { migrate, pendingMigrations, type MigrationOwner } from '../database/migrate.ts'
import { Unavailable } from '../errors.ts'
import type { Logger } from '../log.ts'
import { dumpDatabase } from './dump-database.ts'
import { loadDatabase, type DatabaseLoad } from './load-database.ts'
import type { ScratchDatabase } from './scratch-database.ts'

/** What is free on the disk that takes the copy. */
export interface Room {
  readonly path: string
  readonly bytes: number
}

/** The rows, and the log that PostgreSQL writes of them. */
const COPIES = 2

/**
 * Applies what is pending to a copy of the database with all its rows, in an empty scratch database. In a
 * transaction on the database itself everybody would wait for its locks until it is rolled back. Resolves to the
 * names of what was applied; rejects with what PostgreSQL said. Where nothing is pending no copy is made; where `room` is known
 * to be too little none is begun, for a full disk would stop the database itself.
 */
export async function tryMigrations(
  db: Database,
  owners: readonly MigrationOwner[],
  scratch: () => Promise<ScratchDatabase>,
  log: Logger,
  room: () => Promise<Room | undefined>,
): Promise<readonly string[]> {
  if ((await pendingMigrations(db, owners)).length === 0) return []
  await refuseLittleRoom(db, await room())
  await using copy = await scratch()
  await copyDatabase(db, copy.db)
  return await migrate(copy.db, owners, log.child({ on: 'a copy' }))
}

async function refuseLittleRoom(db: Database, room: Room | undefined): Promise<void> {
  const { rows } = await db.pool.query<{ bytes: number }>(
    'select pg_database_size(current_database()) as bytes',
  )
  const needed = (rows[0]?.bytes ?? 0) * COPIES
  if (!room || room.bytes >= needed) return
  const [wanted, free] = [needed, room.bytes].map((bytes) => `${Math.ceil(bytes / 1024 ** 2)} MiB`)
  throw new Unavailable(
    'no_room',
    `A copy of the database needs ${wanted}, and ${free} are free at ${room.path}`,
    { remedy: 'Nothing was changed. Free space there, or move it to a larger disk.' },
  )
}

/** Everything that is ours in one database, as it is at one moment, into another that is empty. */
async function copyDatabase(from: Database, to: Database): Promise<void> {
  const client = await to.pool.connect()
  let broken = true
  try {
    await client.query('begin')
    let load: DatabaseLoad | undefined
    const sink = {
      head: async (head: Parameters<typeof loadDatabase>[1]) =>
        void (load = await loadDatabase(client, head)),
      rows: async (table: string, piece: Buffer) => load?.rows(table, Readable.from([piece])),
      counted: () => undefined,
      needed: () => undefined,
    }
    await dumpDatabase(from, sink, () => Promise.resolve())
    await load?.finish()
    await client.query('commit')
    broken = false
  } finally {
    client.release(broken)
  }
}
