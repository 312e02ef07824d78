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
  const delimiter = dialect.delimiter.charCodeAt(dialect.delimiter.length - 1)
  let state: number = at.fieldStart
  let [offset, start, line, firstLine] = [0, 0, 1, 1]
  let [broken, blank] = [false, true]
  let lineEnd = 0

  const finish = (end: number): void => {
    onRecord({ line: firstLine, start, length: end - start, broken, blank })
    broken = false
    blank = true
    state = at.fieldStart
  }

  for await (const chunk of sliceBytes(slice)) {
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0
      if (lineEnd === 0 && state !== at.quoted) lineEnd = firstLineEnd(chunk, index, byte)
      if (byte === (lineEnd || lineFeed)) {
        line += 1
        if (state === at.quoted) continue
        finish(offset + index)
        start = offset + index + 1
        firstLine = line
        continue
      }
      if (byte !== carriageReturn) blank = false
      if (state === at.escaped) {
        state = at.quoted
      } else if (state === at.quoted) {
        if (byte === escape && escape !== quote) state = at.escaped
        else if (byte === quote) state = at.afterQuote
      } else if (byte === delimiter) {
        state = at.fieldStart
      } else if (state === at.afterQuote) {
        if (byte === quote && escape === quote) state = at.quoted
        else if (byte !== carriageReturn) {
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
    if (state === at.quoted) broken = true
    finish(offset)
  }
}

/** Files of old Macintoshes end their lines with a carriage return alone. */
function firstLineEnd(chunk: Buffer, index: number, byte: number): number {
  if (byte === lineFeed) return lineFeed
  return byte === carriageReturn && chunk[index + 1] !== lineFeed ? carriageReturn : 0
}

function isByteOrderMark(position: number, byte: number): boolean {
  return position < 3 && byte === [0xef, 0xbb, 0xbf][position]
}
