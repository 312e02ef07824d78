import type { FileHandle } from 'node:fs/promises'

const CHUNK = 1024 * 1024
/** A longer line is counted and left out: no tool writes one, and it must not fill the memory. */
export const MAX_LINE = 64 * 1024 * 1024
const LF = 0x0a

/** What a file consists of; the last line without LF is a tail that may still grow. */
export interface LineCounts {
  lines: number
  tooLong: number
  tail: Buffer
}

/**
 * Calls `onLine` with every line of a file that ends with LF, as bytes without it; split on LF alone, since
 * U+2028 is legal inside JSON.
 */
export async function readLines(
  file: FileHandle,
  onLine: (line: Buffer) => void,
): Promise<LineCounts> {
  const counts: LineCounts = { lines: 0, tooLong: 0, tail: Buffer.alloc(0) }
  const buffer = Buffer.allocUnsafe(CHUNK)
  let pending: Buffer[] = []
  let pendingBytes = 0
  let skipping = false

  const keep = (part: Buffer) => {
    if (skipping || part.length === 0) return
    pendingBytes += part.length
    if (pendingBytes > MAX_LINE) {
      skipping = true
      pending = []
    } else pending.push(Buffer.from(part))
  }
  const end = () => {
    counts.lines += 1
    if (skipping) counts.tooLong += 1
    else onLine(pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending))
    pending = []
    pendingBytes = 0
    skipping = false
  }

  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, position)
    if (bytesRead === 0) break
    position += bytesRead
    const chunk = buffer.subarray(0, bytesRead)
    let start = 0
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, start)) {
      keep(chunk.subarray(start, at))
      end()
      start = at + 1
    }
    keep(chunk.subarray(start))
  }
  counts.tail = Buffer.concat(pending)
  return counts
}
