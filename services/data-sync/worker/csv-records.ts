import type { Dialect, Slice } from '#core/connector.ts'
import { sliceBytes } from './slice-bytes.ts'

/** One record of a CSV file as its bytes have it; a quoted line break does not end it. */
export interface CsvRecord {
  /** The physical line on which it starts, from 1. */
  readonly line: number
  readonly start: number
  readonly length: number
  /** A quote is not closed, or followed by something else than a delimiter. */
  readonly broken: boolean
  /** Nothing but the line's end. */
  readonly blank: boolean
}

const at = { fieldStart: 0, plain: 1, quoted: 2, afterQuote: 3, escaped: 4 } as const
const [lineFeed, carriageReturn] = [10, 13]

/**
 * Walks a CSV file byte by byte (RFC 4180) and hands over its records. Slow beside DuckDB, and therefore
 * only for files in which something is wrong: DuckDB loses rows around a quote that is never closed.
 */
export async function walkCsvRecords(
  slice: Slice,
  dialect: Dialect,
  onRecord: (record: CsvRecord) => void,
): Promise<void> {
  const quote = dialect.quote.charCodeAt(0)
  const escape = dialect.escape.charCodeAt(0)
  const delimiter = Buffer.from(dialect.delimiter)
  /** How many bytes of the delimiter, which may have several, came last. */
  let matched = 0
  let state: number = at.fieldStart
  let [offset, start, line, firstLine] = [0, 0, 1, 1]
  let [broken, blank] = [false, true]
  /** Of the file: a line feed, or in files of old Macintoshes a carriage return alone; 0 until it is known. */
  let lineEnd = 0
  /** Whether the byte before was the first carriage return outside of quotes: the next one tells what it is. */
  let atFirstReturn = false

  const finish = (end: number): void => {
    onRecord({ line: firstLine, start, length: end - start, broken, blank })
    broken = false
    blank = true
    matched = 0
    state = at.fieldStart
  }

  const beginAfter = (end: number): void => {
    line += 1
    finish(end)
    start = end + 1
    firstLine = line
  }

  for await (const chunk of sliceBytes(slice)) {
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0
      const quoted = state === at.quoted || state === at.escaped
      if (lineEnd === 0 && !quoted) {
        if (byte === lineFeed) lineEnd = lineFeed
        else if (atFirstReturn) {
          lineEnd = carriageReturn
          beginAfter(offset + index - 1)
        }
        atFirstReturn = byte === carriageReturn
      }
      if (byte === (lineEnd || lineFeed)) {
        if (!quoted) {
          beginAfter(offset + index)
          continue
        }
        line += 1
      }
      if (byte !== carriageReturn) blank = false
      matched = byte === delimiter[matched] ? matched + 1 : byte === delimiter[0] ? 1 : 0
      if (state === at.escaped) {
        state = at.quoted
      } else if (state === at.quoted) {
        if (byte === escape && escape !== quote) state = at.escaped
        else if (byte === quote) state = at.afterQuote
      } else if (matched === delimiter.length) {
        state = at.fieldStart
        matched = 0
      } else if (state === at.afterQuote) {
        if (byte === quote && escape === quote) state = at.quoted
        else if (byte !== carriageReturn && matched === 0) {
          broken = true
          state = at.plain
        }
      } else if (state === at.fieldStart) {
        if (byte === quote) state = at.quoted
        else if (!isByteOrderMark(offset + index, byte)) state = at.plain
      }
    }
    offset += chunk.length
  }
  if (offset > start) {
    if (state === at.quoted || state === at.escaped) broken = true
    finish(offset)
  }
}

function isByteOrderMark(position: number, byte: number): boolean {
  return position < 3 && byte === [0xef, 0xbb, 0xbf][position]
}
