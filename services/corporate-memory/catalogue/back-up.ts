import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '#core/files/make-folder.ts'
import type { Database } from '#core/database/connect.ts'
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

/** Writes the whole catalogue to a file below the data folder and empties it; returns the file's path. */
export function backUp(db: Database, dataDir: string): Promise<string> {
  return inTransaction(db, TURN, (client) => saveAndEmpty(client, dataDir))
}

/** Puts a backup in the place of the catalogue, which is saved before; returns how many items, and the path. */
export async function putBack(
  db: Database,
  dataDir: string,
  file: string,
): Promise<{ readonly items: number; readonly saved: string }> {
  const { success, data } = backup.safeParse(parsed(await readTextIfPresent(file)))
  if (!success) {
    throw new BadRequest('no_backup', `${file} is no backup of the corporate memory`, {
      remedy: 'Name a file backup-….json of DATA_DIR/corporate-memory.',
    })
  }
  return inTransaction(db, TURN, async (client) => {
    const saved = await saveAndEmpty(client, dataDir)
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
    return { items: data['item']?.length ?? 0, saved }
  })
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

async function saveAndEmpty(client: Queries, dataDir: string): Promise<string> {
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
  for (const table of tables) await client.query(`delete from corporate_memory.${table}`)
  return file
}
