import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '#core/files/make-folder.ts'
import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import { BadRequest } from '#core/errors.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from './collect.ts'
import type { Queries } from './load-catalogue.ts'

const tables = [
  'vote',
  'source',
  'quarantine',
  'item_version',
  'event',
  'item_status',
  'item',
  'collection',
  'note',
] as const

const rows = z.array(z.record(z.string(), z.unknown()))

/** A backup that was written before statuses had a history has none. */
const backup = z.strictObject(
  Object.fromEntries(
    tables.map((table) => [table, table === 'item_status' ? rows.optional() : rows]),
  ),
)

type Backup = z.output<typeof backup>

/** Writes the whole catalogue to a file below the data folder and empties it; returns the file's path. */
export function backUp(db: Database, dataDir: string): Promise<string> {
  return inTransaction(db, TURN, async (client) => {
    const file = await save(client, dataDir)
    await empty(client)
    return file
  })
}

/** Puts a backup in the place of the catalogue, which is saved before; returns how many items, and the path. */
export async function putBack(
  db: Database,
  dataDir: string,
  file: string,
): Promise<{ readonly items: number; readonly saved: string }> {
  const backup = await readBackup(file)
  return inTransaction(db, TURN, async (client) => {
    const saved = await save(client, dataDir)
    return { items: await replaceBy(client, backup), saved }
  })
}

/** How many items a backup would bring; throws what `putBack` would, and changes nothing. */
export async function tryPutBack(db: Database, file: string): Promise<number> {
  const backup = await readBackup(file)
  return withinTransaction(db, { keep: false }, (trial) =>
    inTransaction(trial, TURN, (client) => replaceBy(client, backup)),
  )
}

async function readBackup(file: string): Promise<Backup> {
  const { success, data } = backup.safeParse(parsed(await readTextIfPresent(file)))
  if (success) return data
  throw new BadRequest('no_backup', `${file} is no backup of the corporate memory`, {
    remedy: 'Name a file backup-….json of DATA_DIR/corporate-memory.',
  })
}

async function replaceBy(client: Queries, data: Backup): Promise<number> {
  await empty(client)
  for (const table of tables.toReversed()) {
    // What the table of items wrote by itself meanwhile is not the history.
    if (table === 'item_status') await client.query(`delete from corporate_memory.${table}`)
    const name = `corporate_memory.${table}`
    await client.query(
      `insert into ${name} overriding system value
       select * from jsonb_populate_recordset(null::${name}, $1)`,
      [JSON.stringify(data[table] ?? [])],
    )
  }
  if (!data['item_status']) await client.query('select corporate_memory.reckon_statuses()')
  await client.query(
    `select setval(pg_get_serial_sequence('corporate_memory.event', 'id'),
       greatest((select max(id) from corporate_memory.event), 1))`,
  )
  return data['item']?.length ?? 0
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

async function save(client: Queries, dataDir: string): Promise<string> {
  const saved: Record<string, unknown> = {}
  for (const table of tables) {
    const { rows } = await client.query<{ row: unknown }>(
      `select to_jsonb(t) as row from corporate_memory.${table} t`,
    )
    saved[table] = rows.map(({ row }) => row)
  }
  const folder = join(dataDir, 'corporate-memory')
  await makeFolder(folder, 0o700)
  const file = join(folder, `backup-${new Date().toISOString().replace(/[:.]/g, '-')}.json`)
  await writeFile(file, JSON.stringify(saved), { mode: 0o600, flag: 'wx', flush: true })
  return file
}

async function empty(client: Queries): Promise<void> {
  for (const table of tables) await client.query(`delete from corporate_memory.${table}`)
}
