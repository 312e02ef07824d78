import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { MAX_LINE } from './read-lines.ts'
import { parseLine, type Fields } from './record.ts'

const BYTES = 64 * 1024
const LF = 0x0a

/** The first record of a transcript for which `pick` finds something. */
export function firstInFile<T>(
  path: string,
  pick: (record: Fields) => T | undefined,
): T | undefined {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    return firstIn(fd, pick)
  } finally {
    closeSync(fd)
  }
}

/**
 * The same of a file that is open; where it is read on stays as it is. It is read as far as is needed: the first
 * record of all may be longer than any number that one would think of.
 */
export function firstIn<T>(fd: number, pick: (record: Fields) => T | undefined): T | undefined {
  const { size } = fstatSync(fd)
  let length = BYTES
  for (let from = 0; from < size;) {
    const bytes = read(fd, from, Math.min(length, size - from))
    const isRest = bytes.length === 0 || from + bytes.length >= size
    const whole = isRest ? bytes.length : bytes.lastIndexOf(LF) + 1
    const found = firstInBytes(bytes.subarray(0, whole), pick)
    if (found !== undefined) return found
    if (isRest) return undefined
    // A line that is longer than any record is none.
    if (whole === 0 && length < MAX_LINE) length = Math.min(length * 4, MAX_LINE)
    else [from, length] = [from + (whole || length), BYTES]
  }
  return undefined
}

/** The same of whole lines that are not in a file yet. */
export function firstInBytes<T>(
  bytes: Buffer,
  pick: (record: Fields) => T | undefined,
): T | undefined {
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(LF, at)
    const next = end < 0 ? bytes.length : end + 1
    const record = parseLine(bytes.subarray(at, next))
    const found = typeof record === 'object' ? pick(record) : undefined
    if (found !== undefined) return found
    at = next
  }
  return undefined
}

function read(fd: number, from: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length)
  return buffer.subarray(0, readSync(fd, buffer, 0, length, from))
}
