import { existsSync } from 'node:fs'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { TooLarge } from '#core/errors.ts'
import type { SessionPlace } from '../session-place.ts'
import { currentVersion } from './current-version.ts'
import { loadStates, saveStates, stateKey } from './file-state.ts'
import { inTurnOf } from './in-turn-of.ts'
import { keptBytes } from './kept-bytes.ts'
import { leftOutOf } from './left-out.ts'
import { plainCopy } from './plain-copy.ts'
import type { Source } from './source.ts'

/** What became of a piece: taken up to `done`, to be sent from `done` on, or not wanted. */
export type Taken =
  | { readonly kind: 'taken'; readonly done: number }
  | { readonly kind: 'elsewhere'; readonly done: number }
  | { readonly kind: 'left-out' }

/**
 * Appends what a person's machine sends of a transcript: whole lines, from where the copy ends. Offset 0 sends
 * it from its beginning: what begins as the copy does goes on with it, anything else is a new version, and the
 * old copy stays as `.v<n>`. Pieces of one person take turns; what is not wanted leaves all copies as they are.
 */
export function takePush(
  place: SessionPlace & { readonly quotaBytes: number },
  source: Source,
  offset: number,
  bytes: Buffer,
): Promise<Taken> {
  return inTurnOf(place.db, source.username, (db) => take({ ...place, db }, source, offset, bytes))
}

async function take(
  { db, storeDir, quotaBytes }: SessionPlace & { readonly quotaBytes: number },
  source: Source,
  offset: number,
  bytes: Buffer,
): Promise<Taken> {
  const states = await loadStates(db, source.username)
  const before = states.get(stateKey(source))
  const path = plainCopy(storeDir, source)
  const done = before && (await sizeOf(path)) >= before.done ? before.done : 0
  if (offset !== done && offset !== 0) return { kind: 'elsewhere', done }
  const end = offset + bytes.length
  const others = keptBytes(storeDir, states) - (before?.done ?? 0)
  if (others + end > quotaBytes) {
    throw new TooLarge('quota', 'Your quota of transcripts is used up', {
      remedy: 'Delete sessions that you do not need: analyst sessions delete ID.',
    })
  }
  const goesOn = offset > 0 || (done > 0 && (await beginsWith(bytes, path, done)))
  await makeFolder(dirname(path), 0o750)
  const target = goesOn ? path : `${path}.new`
  {
    await using file = await open(target, goesOn ? 'r+' : 'w+', 0o640)
    // A new transcript is judged once it is there, one that is known before anything is written to it.
    if (!goesOn) await writeFrom(file, bytes, 0)
    if ((await leftOutOf(db))(source, file.fd, goesOn ? bytes : undefined)) {
      if (!goesOn) await rm(target)
      return { kind: 'left-out' }
    }
    if (goesOn) await writeFrom(file, bytes.subarray(done - offset), done)
  }
  const known = before?.version
  if (!goesOn) {
    if (done > 0) await rename(path, `${path}.v${currentVersion(path, known)}`)
    await rename(target, path)
  }
  const version = currentVersion(path, known)
  const seen = { dev: '', ino: '', mtime: String(Date.now()), ctime: '', size: end, done: end }
  await saveStates(db, [{ ...source, ...seen, version, refused: null, analysed: false }])
  return { kind: 'taken', done: end }
}

/** Writes all of it at its place; what stood behind is cut off. */
async function writeFrom(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  await file.truncate(at)
  for (let written = 0; written < bytes.length;) {
    const rest = bytes.length - written
    written += (await file.write(bytes, written, rest, at + written)).bytesWritten
  }
}

/** Whether the whole copy stands at the beginning of what was sent. */
async function beginsWith(bytes: Buffer, path: string, done: number): Promise<boolean> {
  if (bytes.length < done) return false
  await using file = await open(path)
  const copy = Buffer.alloc(done)
  const { bytesRead } = await file.read(copy, 0, done, 0)
  return bytesRead === done && copy.equals(bytes.subarray(0, done))
}

async function sizeOf(path: string): Promise<number> {
  return existsSync(path) ? (await stat(path)).size : -1
}
