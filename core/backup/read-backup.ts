import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Header as Headers } from 'tar-stream'
import { z } from 'zod'
import { messageOf } from '../errors.ts'
import { damaged } from './age-file.ts'
import { contentOf, readArchive, type ArchiveEntry } from './archive-reader.ts'
import * as format from './backup-format.ts'
import { loadDatabase } from './load-database.ts'
import { storeNames, type StoreName } from './stores.ts'

/** A file or folder as it comes out of a backup. */
export interface BackupFile {
  readonly kind: 'file' | 'folder'
  readonly store: StoreName
  /** Below the store: one part or more, none of which leads upwards. */
  readonly parts: readonly string[]
  readonly facts: Headers
  readonly content: AsyncIterable<Uint8Array>
}

/** A table's rows: as the backup recorded them, and as they came out. */
export interface TableCount {
  readonly name: string
  readonly recorded: number
  readonly restored: number
}

/** What a backup was found to hold. */
export interface ReadBackup {
  readonly head: format.BackupHead
  readonly tables: readonly TableCount[]
  readonly files: number
  readonly bytes: number
}

/**
 * Reads a backup to its end: its rows go into the client's transaction, its files to `take`, which reads each to
 * its end. Throws `damaged_backup` when anything differs from what was recorded.
 */
export async function readBackup(
  path: string,
  options: {
    readonly identity: string
    readonly client: ClientBase
    readonly signal: AbortSignal
    /** Before anything is made. */
    begin(head: format.BackupHead): Promise<void>
    take(file: BackupFile): Promise<void>
  },
): Promise<ReadBackup> {
  const { identity, client, signal } = options
  const found = new Map<string, { readonly size: number; readonly sha256: string }>()
  let head: format.BackupHead | undefined
  let load: Awaited<ReturnType<typeof loadDatabase>> | undefined
  let end: format.BackupEnd | undefined
  for await (const entry of readArchive(path, identity)) {
    signal.throwIfAborted()
    if (entry.name === format.HEAD_ENTRY) {
      head = await parsed(entry, format.backupHead)
      await options.begin(head)
      load = await loadDatabase(client, head.database)
    } else if (!head || !load) {
      throw damaged('it does not begin with backup.json')
    } else if (entry.name.startsWith(format.ROWS_FOLDER)) {
      await load.rows(tableOf(entry, head), entry.content)
    } else if (entry.name.startsWith(format.FILES_FOLDER)) {
      await takeFile(entry)
    } else {
      end = await parsed(entry, format.backupEnd)
      await load.finish()
    }
  }
  if (!head || !end) throw damaged('its end is missing')
  refuseOtherFiles(end.files, found)
  const tables = await counted(client, end.tables)
  return {
    head,
    tables,
    files: found.size,
    bytes: [...found.values()].reduce((sum, { size }) => sum + size, 0),
  }

  async function takeFile({ name, facts, content }: ArchiveEntry): Promise<void> {
    const [store, ...parts] = name.slice(format.FILES_FOLDER.length).replace(/\/$/, '').split('/')
    const known = storeNames.find((one) => one === store)
    if (!known || parts.length === 0 || parts.some((part) => ['', '.', '..'].includes(part))) {
      throw damaged(`the name ${name} leads elsewhere`)
    }
    const kind = facts.type === 'directory' ? 'folder' : 'file'
    const whole = [known, ...parts].join('/')
    if (found.has(whole)) throw damaged(`${whole} is there twice`)
    const hash = createHash('sha256')
    let size = 0
    async function* watched() {
      for await (const bytes of content) {
        hash.update(bytes)
        size += bytes.length
        yield bytes
      }
    }
    await options.take({ kind, store: known, parts, facts, content: watched() })
    if (kind === 'file') found.set(whole, { size, sha256: hash.digest('hex') })
  }
}

async function parsed<T>(entry: ArchiveEntry, schema: z.ZodType<T>): Promise<T> {
  const text = (await contentOf(entry)).toString('utf8')
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause)
    throw damaged(`${entry.name}: ${reason}`, cause)
  }
}

function tableOf({ name }: ArchiveEntry, { database }: format.BackupHead): string {
  const index = Number(name.slice(format.ROWS_FOLDER.length).split('/')[0])
  const table = database.schema.tables[index]
  if (!table) throw damaged(`${name} is of no table`)
  return table.name
}

function refuseOtherFiles(
  recorded: format.BackupEnd['files'],
  found: ReadonlyMap<string, { readonly sha256: string }>,
): void {
  const known = new Set(recorded.map(({ name }) => name))
  const wrong = [
    ...recorded.flatMap(({ name, sha256 }) => (found.get(name)?.sha256 === sha256 ? [] : [name])),
    ...[...found.keys()].filter((name) => !known.has(name)),
  ]
  if (wrong.length === 0) return
  throw damaged(`${wrong.length} files are not as recorded, such as ${wrong[0]}`)
}

async function counted(
  client: ClientBase,
  recorded: format.BackupEnd['tables'],
): Promise<readonly TableCount[]> {
  const counts: TableCount[] = []
  for (const { name, rows: expected } of recorded) {
    const { rows } = await client.query<{ count: number }>(`select count(*)::int8 from ${name}`)
    counts.push({ name, recorded: expected, restored: Number(rows[0]?.count) })
  }
  return counts
}
