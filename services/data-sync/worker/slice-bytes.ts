import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Slice } from '#core/connector.ts'

const bufferSize = 1 << 20

/**
 * The bytes of a slice, unpacked. Each chunk is valid until the next one is asked for: one buffer is used
 * again and again, which takes a fifth of the time of a stream. A broken archive ends it with its error.
 */
export async function* sliceBytes(slice: Slice): AsyncGenerator<Buffer> {
  if (slice.compression === 'gzip') {
    // pipeline() hands an error of the file on to the reader of the unpacked bytes.
    const gunzip = createGunzip({ chunkSize: bufferSize })
    yield* pipeline(createReadStream(slice.path), gunzip, () => undefined)
    return
  }
  await using file = await open(slice.path, 'r')
  const buffer = Buffer.allocUnsafeSlow(bufferSize)
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, bufferSize)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

/** Reads a packed slice to its end, which throws when it is cut off or damaged: DuckDB reads what is left. */
export async function checkArchive(slice: Slice): Promise<void> {
  if (slice.compression === undefined) return
  for await (const _ of sliceBytes(slice));
}
