import type { FileHandle } from 'node:fs/promises'
import { burstsOf } from './bursts.ts'
import { emptyAnalysis, type FileAnalysis } from './file-analysis.ts'
import { noteRecord } from './note-record.ts'
import { readLines } from './read-lines.ts'
import { parseLine } from './record.ts'

/**
 * Reads a transcript once, line by line. Nothing in it can make this fail: what is not understood is counted. `earlier`
 * are the records of the session that were read from other files.
 */
export async function analyseFile(
  file: FileHandle,
  earlier?: ReadonlySet<string>,
): Promise<FileAnalysis> {
  const found = emptyAnalysis()
  const times: number[] = []
  let nth = 0
  const noteLine = (line: Buffer): void => {
    nth += 1
    const record = parseLine(line)
    if (record === 'bad') found.badLines += 1
    else if (record === 'other') found.otherLines += 1
    else if (record === 'blank') found.blankLines += 1
    else noteRecord(found, record, nth, times, earlier)
  }
  const counts = await readLines(file, noteLine)
  found.lines = counts.lines
  found.otherLines += counts.tooLong
  // A last line that is whole and lacks its end only is a record; else it may still grow.
  if (counts.tail.length > 0) {
    const record = parseLine(counts.tail)
    if (typeof record === 'object') {
      found.lines += 1
      noteRecord(found, record, nth + 1, times, earlier)
    } else found.partialTail = counts.tail.length
  }
  found.bursts = burstsOf(times)
  return found
}
