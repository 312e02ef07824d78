import { createHash } from 'node:crypto'
import { publishFile } from '#core/files/publish-file.ts'
import { damaged, readJsonIfPresent } from './read-json.ts'
import type { Workspace } from './workspace.ts'

/** What `current.json` says. Read on every start, so it is small and checked without a schema library. */
export interface CurrentPointer {
  readonly v: 1
  readonly generation: number
  /** The name of the generation's folder below `.analyst/gen`. */
  readonly folder: string
  /** The root's ETag once everything made from it is in place; null while a step is missing. */
  readonly etag: string | null
  readonly server: string
  /** The views name absolute paths: a folder that was moved needs new ones. */
  readonly dir: string
  /** When the server was last asked and when data last came (ISO 8601). */
  readonly checked: string
  readonly synced: string
}

/** The pointer of a folder; undefined before the first sync. */
export async function readPointer(workspace: Workspace): Promise<CurrentPointer | undefined> {
  const value = await readJsonIfPresent(workspace.current)
  if (value === undefined) return undefined
  if (!isPointer(value)) throw damaged(workspace.current, 'it is not a pointer to a generation')
  return value
}

/** Makes another generation the current one, at once and for good. */
export async function writePointer(workspace: Workspace, pointer: CurrentPointer): Promise<void> {
  await publishFile(workspace.current, JSON.stringify(pointer, undefined, 1))
}

/** A generation's folder: its number, and a mark of what the person may see of it. */
export function folderName(generation: number, signature: string): string {
  const mark = createHash('sha256').update(signature).digest('hex').slice(0, 8)
  return `${generation}-${mark}`
}

/** Whether a name is one that sync gives a generation's folder. */
export function isFolderName(name: string): boolean {
  return /^\d+-[0-9a-f]{8}$/.test(name)
}

function isPointer(value: unknown): value is CurrentPointer {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Record<string, unknown>
  const texts = ['folder', 'server', 'dir', 'checked', 'synced']
  return (
    fields['v'] === 1 &&
    Number.isSafeInteger(fields['generation']) &&
    texts.every((name) => typeof fields[name] === 'string') &&
    isFolderName(String(fields['folder'])) &&
    (fields['etag'] === null || typeof fields['etag'] === 'string')
  )
}
