import { lstatSync, realpathSync, statSync, type BigIntStats } from 'node:fs'
import { join } from 'node:path'
import { Forbidden, messageOf } from '#core/errors.ts'
import { copyFile } from './copy-file.ts'
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

/** What became of one file. */
interface Outcome {
  readonly how: keyof CollectedFiles['counts']
  /** Why it was refused. */
  readonly reason?: string
  /** How much more of the quota it takes. */
  readonly bytes?: number
  readonly state?: FileState
}

/** A home that is looked through. */
interface OpenHome extends Omit<Collection, 'homesDir' | 'quotaBytes'> {
  /** Where it really is. */
  readonly home: string
  readonly owner: bigint
  readonly dryRun: boolean
}

export function noCounts(): CollectedFiles['counts'] {
  return { new: 0, grown: 0, rewritten: 0, same: 0, refused: 0, leftOut: 0 }
}

/** Brings the copies of one person up to date; `known` is theirs alone. Files that are unchanged are not opened. */
export async function collectFiles(
  { homesDir, storeDir, quotaBytes, isLeftOut }: Collection,
  username: string,
  known: ReadonlyMap<string, FileState>,
  dryRun = false,
): Promise<CollectedFiles> {
  const home = realpathSync(join(homesDir, username))
  const owner = statSync(home, { bigint: true }).uid
  const at = { home, owner, storeDir, isLeftOut, dryRun }
  const found = findSources(home, username)
  const refused = [...found.refused]
  const counts = { ...noCounts(), refused: refused.length }
  const states: FileState[] = []
  // Also what is no longer in the home, and what was sent: the quota is of what is kept.
  let bytes = keptBytes(storeDir, known)
  let turn = performance.now()
  for (const source of found.sources) {
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      turn = performance.now()
    }
    const outcome = collectFile(at, source, known.get(stateKey(source)), quotaBytes - bytes)
    if (!outcome) continue
    counts[outcome.how] += 1
    bytes += outcome.bytes ?? 0
    if (outcome.state) states.push(outcome.state)
    if (outcome.reason !== undefined) refused.push({ ...source, reason: outcome.reason })
  }
  return { counts, states, refused }
}

/** Undefined for a file that has gone meanwhile: its copy stays. `room` is what is left of the quota. */
function collectFile(
  { home, owner, storeDir, isLeftOut, dryRun }: OpenHome,
  source: Source,
  before: FileState | undefined,
  room: number,
): Outcome | undefined {
  if (!isGoodPath(source.path)) {
    return refused('its name is too long, or has more than letters, digits, dots, _ and -')
  }
  const below = `${originFolders[source.origin as keyof typeof originFolders]}/${source.path}`
  const stats = statsOf(`${home}/${below}`)
  if (!stats) return undefined
  if ('reason' in stats) return refused(stats.reason)
  const isKnown = before && isUnchanged(before, stats)
  if (isKnown && (before.refused !== null || hasCopy(storeDir, before))) {
    const { refused: reason } = before
    return reason === null || reason === TIME_OVER ? { how: 'same' } : refused(reason)
  }
  try {
    using opened = openSource(home, below, owner)
    if (isLeftOut(source, opened.fd)) return { how: 'leftOut' }
    const size = Number(opened.stats.size)
    const bytes = size - (before?.done ?? 0)
    if (bytes > room) return refused('the person’s quota is used up')
    if (dryRun) return { how: before ? 'grown' : 'new', bytes }
    const target = plainCopy(storeDir, source)
    const copied = copyFile(opened.fd, size, target, before?.refused === null ? before : undefined)
    return { how: copied.how, bytes, state: stateOf(source, opened.stats, copied) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    const reason = reasonOf(error)
    if (dryRun || before || !(error instanceof Forbidden)) return refused(reason)
    const state = stateOf(source, stats, { done: 0, version: 1 })
    return { ...refused(reason), state: { ...state, refused: reason } }
  }
}

function refused(reason: string): Outcome {
  return { how: 'refused', reason }
}

/** Nothing for a source that has gone meanwhile; its copy stays. */
function statsOf(path: string): BigIntStats | { readonly reason: string } | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false })
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ELOOP') return 'it is a link'
  if (code === 'EACCES') return 'it may not be read'
  return messageOf(error)
}
