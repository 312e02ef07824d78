import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type BigIntStats,
} from 'node:fs'
import { join } from 'node:path'
import { Forbidden } from '#core/errors.ts'

/** A file of this size is no transcript. */
const MAX_BYTES = 256 * 1024 * 1024

/** An open source, with what it was when it was opened. */
export interface OpenSource extends Disposable {
  readonly fd: number
  readonly stats: BigIntStats
}

/**
 * Opens a transcript below somebody's home. What is judged is the file that was opened: a regular file of
 * the home's owner, with one name, that lies where its path says; so no link and no renaming meanwhile can
 * make us read something else. Synchronous, because there are thousands of small ones.
 */
export function openSource(home: string, path: string, owner: bigint): OpenSource {
  const full = join(home, path)
  const fd = openSync(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(fd, { bigint: true })
    if (!stats.isFile() || stats.nlink !== 1n) throw refused('it is a link or no plain file')
    if (stats.uid !== owner) throw refused('it belongs to somebody else')
    if (stats.size > MAX_BYTES) throw refused('it is too large')
    const real =
      process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${fd}`) : realpathSync(full)
    if (real !== full) throw refused('a folder on its way is a link')
    return { fd, stats, [Symbol.dispose]: () => closeSync(fd) }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function refused(reason: string): Forbidden {
  return new Forbidden('refused_file', reason)
}
