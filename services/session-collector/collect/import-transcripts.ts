import { chownSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { copyFile } from './copy-file.ts'
import { copyPath } from './copy-path.ts'
import { loadStates, saveStates, stateKey, stateOf, type FileState } from './file-state.ts'
import { keptBytes } from './kept-bytes.ts'
import { leftOutOf } from './left-out.ts'
import { openSource } from './open-source.ts'
import type { Source } from './source.ts'

/** A transcript of the original. */
export interface Transcript {
  /** Below the folder that is imported. */
  readonly file: string
  /** The name that it had in its person's own folder. */
  readonly path: string
}

/** What became of somebody's transcripts. */
export interface ImportedTranscripts {
  readonly taken: number
  readonly known: number
  readonly leftOut: number
  readonly refused: readonly { readonly file: string; readonly reason: string }[]
}

/** Whose transcripts they are, and where from and to. */
export interface TranscriptImport {
  readonly dir: string
  readonly db: Database
  readonly plan: boolean
  readonly username: string
  readonly quotaBytes: number
  readonly storeDir: string
}

/**
 * Copies transcripts of the original as if they had been collected from their person's folder: where that
 * has more of one, the next collection continues it. Those that are known stay as they are.
 */
export async function importTranscripts(
  transcripts: readonly Transcript[],
  { dir, db, plan, username, quotaBytes, storeDir }: TranscriptImport,
): Promise<ImportedTranscripts> {
  const known = await loadStates(db, username)
  const isLeftOut = await leftOutOf(db)
  const root = realpathSync(dir)
  const refused: { file: string; reason: string }[] = []
  const states: FileState[] = []
  const counts = { taken: 0, known: 0, leftOut: 0 }
  let bytes = keptBytes(storeDir, known)
  for (const { file, path } of transcripts) {
    const source: Source = { username, origin: 'sessions', path }
    const full = join(root, file)
    try {
      if (known.has(stateKey(source))) {
        counts.known += 1
        continue
      }
      using opened = openSource(root, file, lstatSync(full, { bigint: true }).uid)
      if (isLeftOut(source, opened.fd)) {
        counts.leftOut += 1
        continue
      }
      const size = Number(opened.stats.size)
      if (bytes + size > quotaBytes) throw new Error('the person’s quota is used up')
      bytes += size
      if (!plan) {
        const target = copyPath(storeDir, source)
        const copied = copyFile(opened.fd, size, target, undefined)
        giveToStore(target, storeDir)
        states.push(stateOf(source, opened.stats, copied))
      }
      counts.taken += 1
    } catch (error) {
      refused.push({ file, reason: reasonOf(error) })
    }
  }
  await saveStates(db, states)
  return { ...counts, refused }
}

/** What root copies belongs to whose store it is: the collector goes on with it. */
function giveToStore(target: string, storeDir: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(storeDir))
  for (let path = target; path.length >= storeDir.length; path = dirname(path)) {
    chownSync(path, uid, gid)
  }
}

/** A file that cannot be read or copied is told; what is wrong with the store itself ends it all. */
function reasonOf(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EROFS' || syscall === 'mkdir') throw error
  return messageOf(error)
}
