import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { makeFolderSync } from '#core/files/make-folder.ts'
import { MAX_LINE } from '../transcript/read-lines.ts'
import { parseLine } from '../transcript/record.ts'
import { currentVersion } from './current-version.ts'

const CHUNK = 4 * 1024 * 1024
const LF = 0x0a

/** What became of a copy. */
export interface Copied {
  readonly how: 'new' | 'grown' | 'rewritten' | 'same'
  /** Bytes of the copy that count. */
  readonly done: number
  readonly version: number
}

/**
 * Brings the copy of a transcript up to date. What was copied before must still be there byte for byte:
 * then whole lines are appended; else the old copy is kept as `.v<n>` and a new one is made. A last line
 * without its end waits, unless it is a whole record. Killed at any moment, the next call repairs.
 */
export function copyFile(
  source: number,
  size: number,
  target: string,
  before: { readonly done: number; readonly version: number } | undefined,
): Copied {
  const kept = before && openIfThere(target)
  if (before && kept !== undefined) {
    try {
      if (size >= before.done && startsAlike(source, kept, before.done)) {
        // What a run that was killed had appended is made again.
        ftruncateSync(kept, before.done)
        const done = copyFrom(source, kept, before.done, size)
        return { how: done > before.done ? 'grown' : 'same', done, version: before.version }
      }
    } finally {
      closeSync(kept)
    }
    renameSync(target, `${target}.v${currentVersion(target, before.version)}`)
  }
  makeFolderSync(dirname(target), 0o750)
  const temporary = `${target}.new`
  const fresh = openSync(temporary, 'w+', 0o640)
  let done: number
  try {
    done = copyFrom(source, fresh, 0, size)
  } finally {
    closeSync(fresh)
  }
  renameSync(temporary, target)
  const version = currentVersion(target, before?.version)
  return { how: before && kept !== undefined ? 'rewritten' : 'new', done, version }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NOFOLLOW)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whether the first `length` bytes of both are the same; a copy that is too short is none. */
function startsAlike(source: number, copy: number, length: number): boolean {
  if (fstatSync(copy).size < length) return false
  const one = Buffer.allocUnsafe(Math.min(CHUNK, length))
  const other = Buffer.allocUnsafe(one.length)
  for (let at = 0; at < length;) {
    const want = Math.min(one.length, length - at)
    const read = readSync(source, one, 0, want, at)
    if (read === 0 || readSync(copy, other, 0, read, at) !== read) return false
    if (one.compare(other, 0, read, 0, read) !== 0) return false
    at += read
  }
  return true
}

/**
 * Copies whole lines from an offset on, up to `size`; returns where the copy ends. What was written of a
 * line without its end is cut off again, so that a line may be longer than the memory.
 */
function copyFrom(source: number, target: number, from: number, size: number): number {
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK, size - from)))
  let read = from
  let done = from
  while (read < size) {
    const got = readSync(source, buffer, 0, Math.min(buffer.length, size - read), read)
    if (got === 0) break
    writeAll(target, buffer.subarray(0, got), read)
    const end = buffer.subarray(0, got).lastIndexOf(LF) + 1
    if (end > 0) done = read + end
    read += got
  }
  if (read === done) return done
  if (isRecord(target, done, read - done)) return read
  ftruncateSync(target, done)
  return done
}

function isRecord(file: number, from: number, length: number): boolean {
  if (length > MAX_LINE) return false
  const bytes = Buffer.allocUnsafe(length)
  return readSync(file, bytes, 0, length, from) === length && typeof parseLine(bytes) === 'object'
}

function writeAll(fd: number, bytes: Buffer, at: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(fd, bytes, written, bytes.length - written, at + written)
  }
}
