import type { CsvFile } from './read-csv.ts'
import { sliceBytes } from './slice-bytes.ts'

/**
 * Counts the records of CSV files by the parity of quotes alone: fast, and right for every well-formed
 * file. Where it differs from the rows that were read, `walkCsvRecords` says what is true.
 */
export async function countCsvRecords(files: readonly CsvFile[]): Promise<number> {
  let records = 0
  for (const file of files) {
    const lines = await countLines(file)
    records += file.hasHeader ? Math.max(0, lines - 1) : lines
  }
  return records
}

interface Tally {
  lines: number
  quoted: boolean
  /** Bytes of the record so far that are not its line end. */
  length: number
}

async function countLines({ source, dialect, order }: CsvFile): Promise<number> {
  const quote = dialect.quote.charCodeAt(0)
  // A blank line is a NULL where there is one column, and nothing where there are more.
  const shortest = order.length === 1 ? 0 : 1
  const tally: Tally = { lines: 0, quoted: false, length: 0 }
  for await (const chunk of sliceBytes(source)) countChunk(chunk, quote, shortest, tally)
  return tally.length > 0 ? tally.lines + 1 : tally.lines
}

/**
 * Looks at sixteen bytes at a time and takes apart only those that hold a quote or a line feed, which is
 * several times as fast as byte by byte: this runs beside the conversion and must not slow it down.
 */
function countChunk(chunk: Uint8Array, quote: number, shortest: number, tally: Tally): void {
  const size = chunk.length
  const head = Math.min(size, (4 - (chunk.byteOffset & 3)) & 3)
  const words = new Int32Array(chunk.buffer, chunk.byteOffset + head, (size - head) >> 2)
  const quotes = Math.imul(quote, 0x01010101)
  const lastBlock = words.length - 4
  let lines = 0
  let quoted = tally.quoted
  let start = -tally.length
  let index = 0
  while (index < size) {
    if (index >= head) {
      let word = (index - head) >> 2
      while (
        word <= lastBlock &&
        ((holds(words[word] as number, quotes) |
          holds(words[word + 1] as number, quotes) |
          holds(words[word + 2] as number, quotes) |
          holds(words[word + 3] as number, quotes)) &
          0x80808080) ===
          0
      ) {
        word += 4
      }
      index = head + word * 4
    }
    const end = Math.min(size, index < head ? head : index + 16)
    for (; index < end; index += 1) {
      const byte = chunk[index]
      if (byte === quote) quoted = !quoted
      else if (byte === 10 && !quoted) {
        const last = index > 0 && chunk[index - 1] === 13 ? index - 1 : index
        if (last - start >= shortest) lines += 1
        start = index + 1
      }
    }
  }
  tally.lines += lines
  tally.quoted = quoted
  tally.length = size - start
}

/** A byte is zero after the XOR exactly where it is the one sought ("haszero" of Bit Twiddling Hacks). */
function holds(word: number, quotes: number): number {
  const feed = word ^ 0x0a0a0a0a
  const mark = word ^ quotes
  return (((feed - 0x01010101) | 0) & ~feed) | (((mark - 0x01010101) | 0) & ~mark)
}
