import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { BadRequest } from '#core/errors.ts'
import { readPointer, writePointer, type CurrentPointer } from './current-pointer.ts'
import type { Io } from './io.ts'
import type { RetryPolicy } from './retrying.ts'
import { defaultRetries, retrying } from './retrying.ts'
import type { RootAnswer, SyncServer } from './sync-server.ts'
import type { Workspace } from './workspace.ts'

/** What one sync does and with what. */
export interface SyncOptions {
  readonly workspace: Workspace
  readonly server: SyncServer
  readonly io: Io
  readonly allowRollback: boolean
  /** Compares every object with its hash, fetches what is broken anew and makes the generation's files again. */
  readonly repair?: boolean
  readonly retries?: RetryPolicy
}

/** What a sync did. */
export interface SyncResult {
  readonly generation: number
  readonly changed: boolean
  readonly tables: number
  readonly objects: number
  readonly bytes: number
  /** Views that could not be made, by table id with the reason. */
  readonly problems: ReadonlyMap<string, string>
  /** Where an `analytics.duckdb` with somebody's own content was put. */
  readonly setAside?: string
}

/**
 * Brings the folder to the server's generation. When nothing changed this is one request; everything
 * that costs time to load is loaded only otherwise. Only for the holder of the folder's lock.
 */
export async function syncWorkspace(options: SyncOptions): Promise<SyncResult> {
  const { workspace, server, io } = options
  const pointer = await readPointer(workspace)
  const complete = pointer !== undefined && isComplete(workspace, pointer, server.url)
  const etag = complete && options.repair !== true ? pointer.etag : null
  const ask = () => server.root(etag)
  const answer = await retrying(
    ask,
    io.signal,
    options.retries ?? { ...defaultRetries, attempts: 3 },
  )
  if (answer.kind === 'root') return apply(options, pointer, answer)
  if (pointer) await writePointer(workspace, { ...pointer, checked: new Date().toISOString() })
  return {
    generation: pointer?.generation ?? 0,
    changed: false,
    tables: 0,
    objects: 0,
    bytes: 0,
    problems: new Map(),
  }
}

/** Whether asking "anything new?" is enough: everything from last time is in its place. */
function isComplete(workspace: Workspace, pointer: CurrentPointer, url: string): boolean {
  return (
    pointer.server === url &&
    pointer.dir === workspace.dir &&
    existsSync(join(workspace.generations, pointer.folder, 'generation.json')) &&
    existsSync(workspace.database)
  )
}

async function apply(
  options: SyncOptions,
  pointer: CurrentPointer | undefined,
  answer: RootAnswer & { readonly kind: 'root' },
): Promise<SyncResult> {
  const { workspace } = options
  // DuckDB takes what follows for settings, and writes its log elsewhere.
  if (workspace.dir.includes('?')) {
    throw new BadRequest(
      'bad_folder',
      `${workspace.dir}: DuckDB reads no folder with a ? in its path`,
      {
        remedy: 'Rename it, or choose another one with --dir.',
      },
    )
  }
  await makeFolder(workspace.objects)
  await makeFolder(workspace.generations)
  const { applyRoot } = await import('./apply-root.ts')
  return applyRoot(options, pointer, answer)
}
