import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { BadRequest, TooLarge } from '#core/errors.ts'

/** The whole body of a request as text. TooLarge above `limit` bytes, BadRequest when it is no UTF-8. */
export function readText(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      // The rest is read and thrown away, so that the sender gets to read the answer.
      if (size <= limit) chunks.push(chunk)
    })
    request.on('error', reject)
    request.on('end', () => {
      if (size > limit) {
        return reject(new TooLarge('too_large', `A request has ${limit} bytes at most`))
      }
      const [first] = chunks
      const body = chunks.length === 1 && first ? first : Buffer.concat(chunks)
      if (isUtf8(body)) return resolve(body.toString('utf8'))
      reject(new BadRequest('invalid_utf8', 'Invalid JSON: not UTF-8'))
    })
  })
}
