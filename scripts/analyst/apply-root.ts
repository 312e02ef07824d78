import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Conflict } from '#core/errors.ts'
import type { SignedRoot } from '#core/sync/root.ts'
import { verifyRoot } from '#core/sync/signature.ts'
import { brokenObjects } from './broken-objects.ts'
import { clearUp } from './clear-up.ts'
import { folderName, writePointer, type CurrentPointer } from './current-pointer.ts'
import { loadDuckdb } from './duckdb.ts'
import type { ObjectReference } from './fetch-object.ts'
import { fetchObjects, missingObjects } from './fetch-objects.ts'
import { makeGenerationFolder, viewsFile } from './generation-folder.ts'
import { currentRecord, readGenerationRecord, type GenerationRecord } from './generation-record.ts'
import { writeGuide } from './guide.ts'
import { installDatabase } from './install-database.ts'
import { note } from './io.ts'
import { showProgress } from './progress.ts'
import { dataObjects, describingObjects, readTables, type ReceivedTable } from './received-table.ts'
import {
  checkPinnedKey,
  fingerprint,
  readServerRecord,
  writeServerRecord,
} from './server-record.ts'
import type { SyncOptions, SyncResult } from './sync-workspace.ts'
import type { RootAnswer } from './sync-server.ts'

/** Checks a root, fetches what is missing and makes its generation the current one. */
export async function applyRoot(
  options: SyncOptions,
  pointer: CurrentPointer | undefined,
  answer: RootAnswer & { readonly kind: 'root' },
): Promise<SyncResult> {
  const { workspace, server } = options
  const root = verifyRoot(answer.body)
  await trust(options, root)
  refuseRollback(options, pointer, root)
  if (options.repair === true) await removeBroken(options, pointer)

  const described = await fetchMissing(options, describingObjects(root))
  const tables = await readTables(workspace.objects, root)
  const data = await fetchMissing(options, tables.flatMap(dataObjects))

  // Files of a generation are its objects' own: where one had to be fetched they are made again.
  const anew = options.repair === true || described.objects + data.objects > 0
  const { folder, record } = await generationOf(options, root, tables, anew)
  const synced = new Date().toISOString()
  const next: CurrentPointer = {
    v: 1,
    generation: root.gen,
    folder,
    etag: null,
    server: server.url,
    dir: workspace.dir,
    checked: synced,
    synced,
  }
  await writePointer(workspace, next)
  const database = join(workspace.generations, folder, viewsFile)
  const setAside = await installDatabase(workspace, database)
  await writeGuide(workspace, record, tables)
  await clearUp(workspace)
  const problems = problemsOf(record)
  // Without its ETag the next sync makes the whole way again, so views that failed get another chance.
  if (problems.size === 0) await writePointer(workspace, { ...next, etag: answer.etag })
  return {
    generation: root.gen,
    changed: true,
    tables: tables.length,
    objects: described.objects + data.objects,
    bytes: described.bytes + data.bytes,
    problems,
    ...(setAside === undefined ? {} : { setAside }),
  }
}

/** Trust on first use: the first key is remembered and said, another one is refused. */
async function trust({ workspace, server, io }: SyncOptions, root: SignedRoot): Promise<void> {
  const known = await readServerRecord(workspace)
  if (known?.key) checkPinnedKey(known.key, root.key, server.url)
  if (known?.key && known.url === server.url) return
  if (!known?.key)
    note(io, `trusting the key of ${server.url} from now on: ${fingerprint(root.key)}`)
  const firstSeen = known?.firstSeen ?? new Date().toISOString()
  await writeServerRecord(workspace, { url: server.url, key: root.key, firstSeen })
}

function refuseRollback(
  { allowRollback, server }: SyncOptions,
  pointer: CurrentPointer | undefined,
  root: SignedRoot,
): void {
  if (allowRollback || !pointer || root.gen >= pointer.generation) return
  throw new Conflict(
    'older_generation',
    `${server.url} offers generation ${root.gen}, this folder already has ${pointer.generation}`,
    { remedy: 'If the server was restored from a backup: `analyst sync --allow-rollback`.' },
  )
}

/** What is broken is missing from now on, and fetched with the rest. */
async function removeBroken(
  { workspace, io }: SyncOptions,
  pointer: CurrentPointer | undefined,
): Promise<void> {
  const record = await currentRecord(workspace, pointer)
  if (!record) return
  const { broken } = await brokenObjects(workspace, record, true)
  for (const name of broken) await rm(join(workspace.objects, name), { force: true })
  note(io, `${broken.length} of ${record.objects.length} objects were broken`)
}

async function fetchMissing(
  { workspace, server, io, retries }: SyncOptions,
  wanted: readonly ObjectReference[],
): Promise<{ readonly objects: number; readonly bytes: number }> {
  const missing = await missingObjects(workspace.objects, wanted)
  if (missing.length === 0) return { objects: 0, bytes: 0 }
  const total = missing.reduce((sum, { size }) => sum + size, 0)
  const progress = showProgress(io, total, missing.length)
  const { signal } = io
  try {
    const options = { signal, progress, ...(retries ? { retries } : {}) }
    await fetchObjects(server, workspace.objects, missing, options)
  } finally {
    progress.end()
  }
  return { objects: missing.length, bytes: progress.bytes }
}

/** The generation's folder: made, unless an earlier run finished it; a flawed one may be in use and stays. */
async function generationOf(
  { workspace, io }: SyncOptions,
  root: SignedRoot,
  tables: readonly ReceivedTable[],
  anew: boolean,
): Promise<{ readonly folder: string; readonly record: GenerationRecord }> {
  const usual = folderName(root.gen, root.sig)
  const present = await readGenerationRecord(join(workspace.generations, usual))
  if (!anew && present?.dir === workspace.dir && problemsOf(present).size === 0) {
    return { folder: usual, record: present }
  }
  const folder = present ? folderName(root.gen, root.sig + Date.now()) : usual
  const duckdb = await loadDuckdb(io)
  const record = await makeGenerationFolder(workspace, folder, root, tables, duckdb)
  return { folder, record }
}

function problemsOf(record: GenerationRecord): ReadonlyMap<string, string> {
  return new Map(
    record.tables.flatMap(({ id, problem }) => (problem === undefined ? [] : [[id, problem]])),
  )
}
