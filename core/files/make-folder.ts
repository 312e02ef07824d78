import { mkdirSync, statSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it that are missing, and tells whether it was missing. Node's own recursive mkdir
 * asks for ever where a folder is not to be had although the one above it is there: behind a link to a disk that is
 * not mounted, and in /proc.
 */
export async function makeFolder(path: string, mode?: number): Promise<boolean> {
  for (let first = true; ; first = false) {
    try {
      await mkdir(path, { mode })
      return true
    } catch (error) {
      if (first && lacksParent(error, path)) await makeFolder(dirname(path), mode)
      else if (await isFolder(path)) return false
      else throw error
    }
  }
}

/** The same for who cannot wait. */
export function makeFolderSync(path: string, mode?: number): boolean {
  for (let first = true; ; first = false) {
    try {
      mkdirSync(path, { mode })
      return true
    } catch (error) {
      if (first && lacksParent(error, path)) makeFolderSync(dirname(path), mode)
      else if (isFolderSync(path)) return false
      else throw error
    }
  }
}

function lacksParent(error: unknown, path: string): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(path) !== path
}

/** What cannot be looked at is none: then the refusal that came first is told. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}

function isFolderSync(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
