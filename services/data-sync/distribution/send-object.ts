import { open, type FileHandle } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished, pipeline } from 'node:stream/promises'
import { NotFound } from '#core/errors.ts'
import { bufferPool, type BufferPool } from './buffer-pool.ts'
import { byteRange } from './byte-range.ts'
import { matchesNone } from './conditional-request.ts'

/** One read and one write for what fits: a stream's machinery costs more than the copy. */
const wholeReadBytes = 1024 * 1024 + 131072
const streamChunkBytes = 1024 * 1024

/** The buffers that `sendObject` reads into. */
export function sendBuffers(): BufferPool {
  return bufferPool(wholeReadBytes, 16)
}

/** An object to send: `file` holds exactly `size` bytes whose hash is `sha256`. */
export interface SentObject {
  readonly file: string
  readonly sha256: string
  readonly size: number
}

/** Answers a GET or HEAD of an object, or one range of it; throws NotFound when the file is gone. */
export async function sendObject(
  req: IncomingMessage,
  res: ServerResponse,
  object: SentObject,
  buffers: BufferPool,
): Promise<void> {
  const etag = `"${object.sha256}"`
  const headers = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Type': 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Repr-Digest': `sha-256=:${Buffer.from(object.sha256, 'hex').toString('base64')}:`,
    Vary: 'Authorization',
  }
  if (matchesNone(req.headers['if-none-match'], [etag])) {
    res.writeHead(304, headers).end()
    return
  }
  const ifRange = req.headers['if-range']?.toString()
  const range = byteRange(req.headers.range, ifRange, etag, object.size)
  if (range.kind === 'unsatisfiable') {
    res.writeHead(416, {
      ...headers,
      'Content-Range': `bytes */${object.size}`,
      'Content-Length': 0,
    })
    res.end()
    return
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: object.size - 1 }
  const file = await openObject(object.file)
  try {
    res.writeHead(range.kind === 'part' ? 206 : 200, {
      ...headers,
      'Content-Length': end - start + 1,
      ...(range.kind === 'part' ? { 'Content-Range': `bytes ${start}-${end}/${object.size}` } : {}),
    })
    if (req.method === 'HEAD') res.end()
    else await sendBytes(res, file, { start, end }, buffers)
  } finally {
    await file.close()
  }
}

async function openObject(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw new NotFound('object_not_found', 'There is no such object', { cause })
  }
}

async function sendBytes(
  res: ServerResponse,
  file: FileHandle,
  { start, end }: { readonly start: number; readonly end: number },
  buffers: BufferPool,
): Promise<void> {
  const length = end - start + 1
  if (length > wholeReadBytes) {
    const content = file.createReadStream({
      start,
      end,
      highWaterMark: streamChunkBytes,
      autoClose: false,
    })
    // Ended short of its Content-Length, the client would wait for the rest.
    await pipeline(content, res, { end: false })
    if (content.bytesRead !== length) throw cutShort()
    res.end()
    return
  }
  const buffer = buffers.take()
  const { bytesRead } = await file.read(buffer, 0, length, start)
  if (bytesRead !== length) throw cutShort()
  res.end(buffer.subarray(0, length))
  // Until then the socket may still read from it; when the client hangs up it is simply forgotten.
  await finished(res)
  buffers.giveBack(buffer)
}

function cutShort(): Error {
  return new Error('The stored object is shorter than the catalogue says')
}
