import { lstatSync, realpathSync, statSync, type BigIntStats } from 'node:fs'
import { join } from 'node:path'
import { Forbidden, messageOf } from '#core/errors.ts'
import { copyFile } from './copy-file.ts'
import { copyPath } from './copy-path.ts'
import { isUnchanged, stateKey, stateOf, TIME_OVER, type FileState } from './file-state.ts'
import { findSources } from './find-sources.ts'
import { keptBytes } from './kept-bytes.ts'
import { openSource } from './open-source.ts'
import { hasCopy, plainCopy } from './plain-copy.ts'
import { isGoodPath, originFolders, type Source } from './source.ts'

/** So long the process is not interrupted for others. */
const TURN_MS = 20

/** Where transcripts come from and go to, and what is left out. */
export interface Collection {
  readonly homesDir: string
  /** The folder of the copies. */
  readonly storeDir: string
  readonly quotaBytes: number
  /**
   * Judged by the file that is open as `fd`, and by what is to come behind it: what its name leads to may be another
   * by now.
   */
  isLeftOut(source: Source, fd: number, more?: Buffer): boolean
}

/** What became of the files of one run. */
export interface CollectedFiles {
  readonly counts: {
    new: number
    grown: number
    rewritten: number
    same: number
    refused: number
    leftOut: number
  }
  /** States that are to be saved, once the copies are there. */
  readonly states: readonly FileState[]
  readonly refused: readonly (Source & { readonly reason: string })[]
}

/** Brings the copies of one person up to date; `known` is theirs alone. Files that are unchanged are not opened. */
export async function collectFiles(
  { homesDir, storeDir, quotaBytes, isLeftOut }: Collection,
  username: string,
  known: ReadonlyMap<string, FileState>,
  dryRun = false,
): Promise<CollectedFiles> {
  const counts = { new: 0, grown: 0, rewritten: 0, same: 0, refused: 0, leftOut: 0 }
  const states: FileState[] = []
  const refused: (Source & { reason: string })[] = []
  const home = realpathSync(join(homesDir, username))
  const owner = statSync(home, { bigint: true }).uid
  // Also what is no longer in the home, and what was sent: the quota is of what is kept.
  let bytes = keptBytes(storeDir, known)
  let turn = performance.now()
  const found = findSources(home, username)
  counts.refused += found.refused.length
  refused.push(...found.refused)

  for (const source of found.sources) {
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      turn = performance.now()
    }
    if (!isGoodPath(source.path)) {
      counts.refused += 1
      refused.push({
        ...source,
        reason: 'its name is too long, or has more than letters, digits, dots, _ and -',
      })
      continue
    }
    const below = `${originFolders[source.origin as keyof typeof originFolders]}/${source.path}`
    const full = `${home}/${below}`
    const before = known.get(stateKey(source))
    const stats = statsOf(full)
    if (!stats) continue
    if ('reason' in stats) {
      counts.refused += 1
      refused.push({ ...source, ...stats })
      continue
    }
    if (
      before &&
      isUnchanged(before, stats) &&
      (before.refused !== null || isWhole(storeDir, before))
    ) {
      const reason = before.refused === TIME_OVER ? null : before.refused
      counts[reason === null ? 'same' : 'refused'] += 1
      if (reason !== null) refused.push({ ...source, reason })
      continue
    }
    try {
      using opened = openSource(home, below, owner)
      if (isLeftOut(source, opened.fd)) {
        counts.leftOut += 1
        continue
      }
      const size = Number(opened.stats.size)
      const more = size - (before?.done ?? 0)
      if (bytes + more > quotaBytes) throw new Error('the person’s quota is used up')
      bytes += more
      if (dryRun) {
        counts[before ? 'grown' : 'new'] += 1
        continue
      }
      const copied = copyFile(
        opened.fd,
        size,
        plainCopy(storeDir, source),
        before?.refused === null ? before : undefined,
      )
      counts[copied.how] += 1
      states.push(stateOf(source, opened.stats, copied))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue
      const reason = reasonOf(error)
      counts.refused += 1
      refused.push({ ...source, reason })
      if (!dryRun && !before && error instanceof Forbidden)
        states.push({ ...stateOf(source, stats, { done: 0, version: 1 }), refused: reason })
    }
  }
  return { counts, states, refused }
}

/** Nothing for a source that has gone meanwhile; its copy stays. */
function statsOf(path: string): BigIntStats | { readonly reason: string } | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false })
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

/** Whether the copy is there; a machine that lost its power may have lost the last ones. */
function isWhole(storeDir: string, state: FileState): boolean {
  return hasCopy(copyPath(storeDir, state), state.done)
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ELOOP') return 'it is a link'
  if (code === 'EACCES') return 'it may not be read'
  return messageOf(error)
}
