import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPointer, type CurrentPointer } from './current-pointer.ts'
import { isAlive } from '#core/process-start.ts'
import { namesIn } from '#core/files/names-in.ts'
import { notSynced } from './read-json.ts'
import type { Workspace } from './workspace.ts'

/** A generation that stays in place, complete, until `release`. */
export interface GenerationReader {
  readonly pointer: CurrentPointer
  readonly folder: string
  release(): Promise<void>
}

/**
 * Holds the current generation. The mark is made first and the pointer read again after: clearing up
 * starts from the pointer, so whoever could remove this generation later sees the mark.
 */
export async function holdGeneration(
  workspace: Workspace,
  read: typeof readPointer = readPointer,
): Promise<GenerationReader> {
  let pointer = await read(workspace)
  for (;;) {
    if (!pointer) throw notSynced(workspace.dir)
    const folder = join(workspace.generations, pointer.folder)
    const mark = join(folder, 'readers', String(process.pid))
    const marked = await tryMark(mark)
    const now = await read(workspace)
    if (marked && now?.folder === pointer.folder) {
      return { pointer, folder, release: () => rm(mark, { force: true }) }
    }
    if (marked) await rm(mark, { force: true })
    else if (now?.folder === pointer.folder) throw notSynced(workspace.dir)
    pointer = now
  }
}

async function tryMark(mark: string): Promise<boolean> {
  try {
    await writeFile(mark, '')
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Whether a living process holds a generation's folder; marks of dead ones are removed. */
export async function hasReaders(folder: string): Promise<boolean> {
  const marks = await readMarks(join(folder, 'readers'))
  for (const pid of marks) {
    if (isAlive(Number(pid))) return true
    await rm(join(folder, 'readers', pid), { force: true })
  }
  return false
}

async function readMarks(dir: string): Promise<readonly string[]> {
  return (await namesIn(dir)).filter((name) => /^\d+$/.test(name))
}
