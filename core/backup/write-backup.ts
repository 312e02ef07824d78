import { constants, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, relative } from 'node:path'
import { Readable } from 'node:stream'
import type { Header as Headers } from 'tar-stream'
import type { Database } from '../database/connect.ts'
import { AppError, Forbidden } from '../errors.ts'
import { openInside } from '../files/open-inside.ts'
import { writeArchive, type ArchiveWriter } from './archive-writer.ts'
import * as format from './backup-format.ts'
import { dumpDatabase } from './dump-database.ts'
import { ownerNames } from './owner-names.ts'
import type { StoreName, Stores } from './stores.ts'
import { walkStores, type StoredPath } from './walk-files.ts'

const SMALL = 4 * 1024 * 1024

/** What is backed up, and for whom. */
export interface BackupInput {
  readonly db: Database
  readonly stores: Stores
  readonly recipients: readonly string[]
  /** Of the stack that makes it. */
  readonly version: string
  readonly publicUrl: string
  readonly without: readonly StoreName[]
  readonly signal: AbortSignal
  progress(line: string): void
}

/** What a backup holds. */
export interface BackupReport {
  readonly file: string
  readonly bytes: number
  readonly tables: format.BackupEnd['tables']
  readonly files: number
  readonly leftOut: readonly string[]
}

/**
 * Writes one encrypted file with the database as it is at one moment, and the files that it names. Nothing has to
 * stop. When anything cannot be read it rejects, and there is no file.
 */
export async function writeBackup(path: string, input: BackupInput): Promise<BackupReport> {
  const { db, stores, recipients, without, progress } = input
  const tables: { name: string; rows: number }[] = []
  const files: { name: string; size: number; sha256: string }[] = []
  let leftOut: readonly string[] = []
  let needed: ReadonlySet<string> = new Set()
  const bytes = await writeArchive(path, recipients, async (archive) => {
    const numbers = new Map<string, number>()
    let pieces = 0
    const sink = {
      async head(database: format.BackupHead['database']) {
        database.schema.tables.forEach(({ name }, index) => numbers.set(name, index))
        await archive.bytes(format.HEAD_ENTRY, JSON.stringify(headOf(input, database)))
      },
      async rows(table: string, piece: Buffer) {
        input.signal.throwIfAborted()
        pieces += 1
        await archive.bytes(`${format.ROWS_FOLDER}${numbers.get(table)}/${pieces}`, piece)
      },
      counted: (name: string, rows: number) => void tables.push({ name, rows }),
      needed: (objects: ReadonlySet<string>) => void (needed = objects),
    }
    await dumpDatabase(db, sink, async () => {
      progress(`database: ${tables.length} tables, ${total(tables)} rows`)
      const walked = await walkStores(stores, without, path)
      refuseUnreadable(walked.unreadable)
      if (!without.includes('data')) refuseMissing(needed, walked.paths)
      leftOut = [...walked.leftOut, ...(await writeFiles(archive, walked, input, needed, files))]
    })
    const end: format.BackupEnd = { tables, files, leftOut: [...leftOut] }
    await archive.bytes(format.END_ENTRY, JSON.stringify(end))
  })
  return { file: path, bytes, tables, files: files.length, leftOut }
}

function headOf(
  { version, publicUrl, without }: BackupInput,
  database: format.BackupHead['database'],
): format.BackupHead {
  return {
    format: format.FORMAT,
    version,
    createdAt: new Date().toISOString(),
    instance: publicUrl,
    without: [...without],
    database,
  }
}

/** Resolves to what turned out to be no plain file. */
async function writeFiles(
  archive: ArchiveWriter,
  { paths, bytes }: { readonly paths: readonly StoredPath[]; readonly bytes: number },
  { signal, progress }: BackupInput,
  needed: ReadonlySet<string>,
  written: { name: string; size: number; sha256: string }[],
): Promise<readonly string[]> {
  const names = await ownerNames()
  const refused: string[] = []
  let done = 0
  let told = 0
  for (const found of paths) {
    signal.throwIfAborted()
    const size = await writeOne(archive, found, names, written).catch((error: unknown) => {
      if (needed.has(basename(found.name))) throw error
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
      if (!(error instanceof Forbidden)) throw error
      refused.push(found.name)
      return 0
    })
    done += size
    const tenth = bytes === 0 ? 10 : Math.floor((done / bytes) * 10)
    if (tenth > told && tenth < 10) progress(`files: ${tenth * 10} % of ${bytes} bytes`)
    told = Math.max(told, tenth)
  }
  progress(`files: ${written.length}, ${done} bytes`)
  return refused
}

/** What grows meanwhile is taken as long as it is when it is opened. */
async function writeOne(
  archive: ArchiveWriter,
  { kind, name, root, path }: StoredPath,
  names: Awaited<ReturnType<typeof ownerNames>>,
  written: { name: string; size: number; sha256: string }[],
): Promise<number> {
  const entry = `${format.FILES_FOLDER}${name}`
  if (kind === 'folder') {
    await using folder = await open(path, constants.O_DIRECTORY | constants.O_NOFOLLOW)
    await archive.folder(entry, factsOf(await folder.stat(), names))
    return 0
  }
  await using file = await openInside(root, relative(root, path))
  const found = await file.stat()
  const content =
    found.size === 0
      ? Readable.from([])
      : file.createReadStream({ end: found.size - 1, autoClose: false })
  // The archive is told the length first. Somebody may shorten a small file just then: it is read before.
  const small =
    found.size > SMALL ? undefined : Buffer.concat((await content.toArray()) as Buffer[])
  const size = small?.length ?? found.size
  const sha256 = await archive.stream(
    entry,
    size,
    small ? Readable.from([small]) : content,
    factsOf(found, names),
  )
  written.push({ name, size, sha256 })
  return size
}

function factsOf(
  { mode, mtime, uid, gid }: Stats,
  { users, groups }: Awaited<ReturnType<typeof ownerNames>>,
): Partial<Headers> {
  const [uname, gname] = [users.name(uid), groups.name(gid)]
  return {
    ...{ mode: mode & 0o7777, mtime, uid, gid },
    ...(uname !== undefined && { uname }),
    ...(gname !== undefined && { gname }),
  }
}

/** Throws `unreadable_files` where there are any: a backup that lacks them would look like one. */
export function refuseUnreadable(paths: readonly string[]): void {
  if (paths.length === 0) return
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : ''
  throw new AppError(
    403,
    'unreadable_files',
    `may not be read: ${paths.slice(0, 5).join(', ')}${more}`,
    { remedy: 'Nothing was written. Run it as the user that runs the stack, or as root.' },
  )
}

/** Rows without their files would look like a backup until the day it is needed. */
function refuseMissing(needed: ReadonlySet<string>, paths: readonly StoredPath[]): void {
  const there = new Set(paths.map(({ path }) => basename(path)))
  const missing = [...needed].filter((sha256) => !there.has(sha256))
  if (missing.length === 0) return
  throw new AppError(
    500,
    'objects_missing',
    `${missing.length} of ${needed.size} objects that analysts may query are not in DATA_DIR`,
    { remedy: 'Run it where DATA_DIR is that of the stack: docs/operations.md says where.' },
  )
}

function total(tables: readonly { readonly rows: number }[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0)
}
