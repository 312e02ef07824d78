import { readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { originFolders, type Origin, type Source } from './source.ts'

const DEPTH = 6

/** All transcripts in a home, by name, also those whose names cannot be taken; links to folders are not followed. */
export function findSources(homesDir: string, username: string): readonly Source[] {
  const found: Source[] = []
  for (const [origin, folder] of Object.entries(originFolders)) {
    walk(join(homesDir, username, folder), '', 0, (path) => {
      found.push({ username, origin: origin as Origin, path })
    })
  }
  return found
}

function walk(dir: string, below: string, depth: number, onFile: (path: string) => void): void {
  for (const entry of entriesOf(dir)) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory() && depth + 1 < DEPTH)
      walk(join(dir, entry.name), path, depth + 1, onFile)
    else if (entry.name.endsWith('.jsonl') && !entry.isDirectory()) onFile(path)
  }
}

/** A folder that is not there, or not ours to read, holds nothing. */
function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(code ?? '')) return []
    throw error
  }
}
