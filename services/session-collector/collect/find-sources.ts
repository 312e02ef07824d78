import { readdirSync, realpathSync, type Dirent } from 'node:fs'
import { originFolders, type Origin, type Source } from './source.ts'

const DEPTH = 6

/** What lies in a home, and the places in it that are not looked into, with the reason. */
export interface Found {
  readonly sources: readonly Source[]
  readonly refused: readonly (Source & { readonly reason: string })[]
}

/**
 * All transcripts in a home, by name, also those whose names cannot be taken. Links to folders are not followed, nor
 * is one in the place of the folder itself: it could lead through the whole disk, and to the names of others' files.
 */
export function findSources(home: string, username: string): Found {
  const sources: Source[] = []
  const refused: (Source & { reason: string })[] = []
  for (const [name, folder] of Object.entries(originFolders)) {
    const origin = name as Origin
    const dir = `${home}/${folder}`
    const real = realPlace(dir)
    if (real === undefined) continue
    if (real === dir) walk(dir, '', 0, (path) => sources.push({ username, origin, path }))
    else refused.push({ username, origin, path: '', reason: 'its folder is a link' })
  }
  return { sources, refused }
}

/** Where a folder really is; nowhere when it is a link in a circle, undefined when there is none for us. */
function realPlace(dir: string): string | undefined {
  try {
    return realpathSync(dir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return ''
    return nothingThere(error)
  }
}

function walk(dir: string, below: string, depth: number, onFile: (path: string) => void): void {
  for (const entry of entriesOf(dir)) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory() && depth + 1 < DEPTH)
      walk(`${dir}/${entry.name}`, path, depth + 1, onFile)
    else if (entry.name.endsWith('.jsonl') && !entry.isDirectory()) onFile(path)
  }
}

function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    return nothingThere(error) ?? []
  }
}

/** A folder that is not there, or not ours to read, holds nothing. */
function nothingThere(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException
  if (!['ENOENT', 'ENOTDIR', 'EACCES'].includes(code ?? '')) throw error
}
