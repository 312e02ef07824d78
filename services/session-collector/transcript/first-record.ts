import { closeSync, constants, openSync, readSync } from 'node:fs'
import { parseLine, type Fields } from './record.ts'

const BYTES = 64 * 1024

/** The first record at the beginning of a transcript for which `pick` finds something. */
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

/** The same of a file that is open; where it is read on stays as it is. */
export function firstIn<T>(fd: number, pick: (record: Fields) => T | undefined): T | undefined {
  const buffer = Buffer.alloc(BYTES)
  const length = readSync(fd, buffer, 0, BYTES, 0)
  for (const line of buffer.subarray(0, length).toString('utf8').split('\n')) {
    const record = parseLine(Buffer.from(line))
    const found = typeof record === 'object' ? pick(record) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
