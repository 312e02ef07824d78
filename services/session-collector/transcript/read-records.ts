import type { FileHandle } from 'node:fs/promises'
import { readLines } from './read-lines.ts'
import { parseLine, type Fields } from './record.ts'

/** Calls `onRecord` with every record of a file, also with a last one that lacks nothing but the end of its line. */
export async function readRecords(
  file: FileHandle,
  onRecord: (record: Fields) => void,
): Promise<void> {
  const note = (line: Buffer) => {
    const record = parseLine(line)
    if (typeof record === 'object') onRecord(record)
  }
  const { tail } = await readLines(file, note)
  note(tail)
}
