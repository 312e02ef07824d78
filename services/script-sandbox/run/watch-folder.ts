import { lstat, readdir } from 'node:fs/promises'

/** What the folder of a run may hold in all: four of them fit into the 64 MB that a container has for them. */
const MOST_BYTES = 15 * 1024 * 1024
/** What a file costs that holds nothing: a million of them fill a disk as well. */
const LEAST_BYTES = 4096
const EVERY_MS = 500

/** Looks again and again how much a folder holds, and says once when that is too much. */
export function watchFolder(folder: string, tooMuch: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined
  let over = false
  const look = async () => {
    const fits = await holdsAtMost(folder, MOST_BYTES)
    if (over) return
    if (!fits) return tooMuch()
    timer = setTimeout(() => void look(), EVERY_MS)
  }
  timer = setTimeout(() => void look(), EVERY_MS)
  return {
    [Symbol.dispose]() {
      over = true
      clearTimeout(timer)
    },
  }
}

/**
 * Whether a folder that somebody fills meanwhile holds so many bytes or fewer. What cannot be looked into, closed or
 * deeper than a path is long, could hold anything.
 */
export async function holdsAtMost(folder: string, most: number): Promise<boolean> {
  const folders = [Buffer.from(folder)]
  let bytes = 0
  // What is found is looked through in its turn.
  for (const path of folders) {
    const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' }).catch(gone)
    if (entries === 'hidden') return false
    for (const entry of entries ?? []) {
      const inner = Buffer.concat([path, Buffer.from('/'), entry.name])
      const found = await lstat(inner).catch(gone)
      if (found === 'hidden') return false
      bytes += Math.max(LEAST_BYTES, (found?.blocks ?? 0) * 512)
      if (bytes > most) return false
      if (entry.isDirectory()) folders.push(inner)
    }
  }
  return true
}

/** Undefined for what went away in the meantime. */
function gone(error: unknown): undefined | 'hidden' {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'hidden'
}
