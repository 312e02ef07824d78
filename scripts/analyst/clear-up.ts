import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { namesIn } from '#core/files/names-in.ts'
import { isFolderName, readPointer } from './current-pointer.ts'
import { currentRecord, readGenerationRecord, type GenerationRecord } from './generation-record.ts'
import { hasReaders } from './generation-reader.ts'
import type { Workspace } from './workspace.ts'

/** How many generations stay: the current one and those before it that a session may still read. */
export const keptGenerations = 2

/** What sync itself puts beside one another: the file manager of a system may lay down more. */
const OBJECT = /^[0-9a-f]{64}(\.part)?$/

/** What clearing up removed. */
export interface ClearedUp {
  readonly generations: number
  readonly objects: number
  readonly bytes: number
}

/**
 * Removes generations but the last `keep`, and objects that none of the rest needs. A generation that is
 * being read stays; one with a table that is no longer granted goes as soon as nobody reads it.
 * Only for the holder of the folder's lock.
 */
export async function clearUp(workspace: Workspace, keep = keptGenerations): Promise<ClearedUp> {
  const pointer = await readPointer(workspace)
  const current = await currentRecord(workspace, pointer)
  // Without its record nobody knows what the current one is made of: the next sync writes it anew.
  if (!pointer || !current) return { generations: 0, objects: 0, bytes: 0 }
  const folders = (await namesIn(workspace.generations)).filter(
    (name) => isFolderName(name) && name !== pointer.folder,
  )
  const needed = new Set(current.objects)
  let room = keep - 1
  let generations = 0
  for (const name of await newestFirst(workspace, folders)) {
    const folder = join(workspace.generations, name)
    const record = await readGenerationRecord(folder)
    const wanted = record && room > 0 && !holdsWithdrawn(record, current)
    if (wanted || (await hasReaders(folder))) {
      room--
      for (const object of record?.objects ?? []) needed.add(object)
    } else {
      // Who read the pointer just before it moved leaves a mark in here for a moment.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
      generations++
    }
  }
  return { generations, ...(await removeObjects(workspace, needed)) }
}

/** The newest one first: by number, and by age where permissions alone changed. */
async function newestFirst(
  workspace: Workspace,
  folders: readonly string[],
): Promise<readonly string[]> {
  const dated = await Promise.all(
    folders.map(async (name) => ({
      name,
      generation: Number.parseInt(name, 10),
      made: (await stat(join(workspace.generations, name))).mtimeMs,
    })),
  )
  dated.sort((a, b) => b.generation - a.generation || b.made - a.made)
  return dated.map(({ name }) => name)
}

function holdsWithdrawn(record: GenerationRecord, current: GenerationRecord): boolean {
  const granted = new Set(current.tables.map(({ id }) => id))
  return record.tables.some(({ id }) => !granted.has(id))
}

async function removeObjects(
  workspace: Workspace,
  needed: ReadonlySet<string>,
): Promise<{ objects: number; bytes: number }> {
  let objects = 0
  let bytes = 0
  for (const name of await namesIn(workspace.objects)) {
    if (needed.has(name) || !OBJECT.test(name)) continue
    const file = join(workspace.objects, name)
    bytes += (await stat(file)).size
    await rm(file)
    objects++
  }
  return { objects, bytes }
}
