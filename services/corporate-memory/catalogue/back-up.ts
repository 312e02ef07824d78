import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '#core/database/connect.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from './collect.ts'

const tables = [
  'vote',
  'source',
  'quarantine',
  'item_version',
  'event',
  'item',
  'collection',
  'note',
] as const

/** Writes the whole catalogue to a file below the data folder and empties it; returns the file's path. */
export function backUp(db: Database, dataDir: string): Promise<string> {
  return inTransaction(db, TURN, async (client) => {
    const saved: Record<string, unknown> = {}
    for (const table of tables) {
      const { rows } = await client.query<{ row: unknown }>(
        `select to_jsonb(t) as row from corporate_memory.${table} t`,
      )
      saved[table] = rows.map(({ row }) => row)
    }
    const folder = join(dataDir, 'corporate-memory')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, `backup-${new Date().toISOString().replace(/[:.]/g, '-')}.json`)
    await writeFile(file, JSON.stringify(saved), { mode: 0o600, flag: 'wx', flush: true })
    for (const table of tables) await client.query(`delete from corporate_memory.${table}`)
    return file
  })
}
