import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'
import type { Slice } from '#core/connector.ts'

/** The bytes of a slice, unpacked. A broken archive ends the iteration with its error. */
export async function* sliceBytes(slice: Slice): AsyncGenerator<Buffer> {
  const file = createReadStream(slice.path, { highWaterMark: 1 << 18 })
  if (slice.compression !== 'gzip') {
    yield* file
    return
  }
  // pipeline() hands an error of the file on to the reader of the unpacked bytes.
  yield* pipeline(file, createGunzip({ chunkSize: 1 << 18 }), () => undefined)
}
