import { lstat, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UNFINISHED } from './archive-writer.ts'
import { backupTime } from './backup-format.ts'
import { childrenOf, storeNames, type StoreName, type Stores } from './stores.ts'

/** A file or folder of a store. */
export interface StoredPath {
  readonly kind: 'file' | 'folder'
  /** Below its store, with slashes. */
  readonly name: string
  readonly root: string
  readonly path: string
}

/** What was found in the stores, and what is no file and no folder: links, sockets, devices. */
export interface Walked {
  readonly paths: readonly StoredPath[]
  readonly leftOut: readonly string[]
  /** What this user may not read. */
  readonly unreadable: readonly string[]
  readonly bytes: number
}

/**
 * Looks through the stores; what goes away meanwhile is not there, and neither are backups that lie in them: each
 * would hold all that were made before it. `own` is the one that is to be written.
 */
export async function walkStores(
  stores: Stores,
  without: readonly StoreName[],
  own: string,
): Promise<Walked> {
  const paths: StoredPath[] = []
  const leftOut: string[] = []
  const unreadable: string[] = []
  let bytes = 0
  for (const name of storeNames.filter((store) => !without.includes(store))) {
    for (const child of await childrenOf(stores, name)) {
      await walk(child, dirname(child), `${name}/${basename(child)}`)
    }
  }
  return { paths, leftOut, unreadable, bytes }

  function isBackup(path: string): boolean {
    const made = path.endsWith(UNFINISHED) ? path.slice(0, -UNFINISHED.length) : path
    return made === own || backupTime(basename(made)) !== undefined
  }

  async function walk(path: string, root: string, name: string): Promise<void> {
    try {
      const found = await lstat(path)
      if (found.isFile()) {
        if (isBackup(path)) return
        bytes += found.size
        paths.push({ kind: 'file', name, root, path })
      } else if (found.isDirectory()) {
        paths.push({ kind: 'folder', name, root, path })
        for (const child of (await readdir(path)).toSorted()) {
          await walk(join(path, child), root, `${name}/${child}`)
        }
      } else {
        leftOut.push(name)
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES' || code === 'EPERM') unreadable.push(path)
      else if (code !== 'ENOENT') throw error
    }
  }
}
