import { createCipheriv, createDecipheriv } from 'node:crypto'
import { Transform } from 'node:stream'

/** What age cuts a payload into (age-encryption.org/v1, "Payload"), and what each piece grows by. */
const CHUNK = 64 * 1024
const TAG = 16

const CIPHER = 'chacha20-poly1305'

/** Encrypts a payload by STREAM with a payload key: every chunk is authenticated, and which one is the last. */
export function encryptPayload(key: Buffer): Transform {
  return chunked(CHUNK, (chunk, nonce) => {
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG })
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
  })
}

/** The way back; a chunk that was changed, moved or cut off is an error of the stream. */
export function decryptPayload(key: Buffer): Transform {
  return chunked(CHUNK + TAG, (chunk, nonce) => {
    if (chunk.length < TAG) throw new Error('the file ends too early')
    const body = chunk.subarray(0, -TAG)
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG })
    decipher.setAuthTag(chunk.subarray(-TAG))
    return Buffer.concat([decipher.update(body), decipher.final()])
  })
}

/** Only its end shows which chunk is the last, so a full one waits until another byte comes. */
function chunked(size: number, handle: (chunk: Buffer, nonce: Buffer) => Buffer): Transform {
  let waiting: Buffer[] = []
  let length = 0
  const nonce = Buffer.alloc(12)
  const next = (chunk: Buffer, last: boolean) => {
    nonce[11] = last ? 1 : 0
    const made = handle(chunk, nonce)
    // Eleven bytes count, big endian; the last six are more than any disk holds.
    nonce.writeUIntBE(nonce.readUIntBE(5, 6) + 1, 5, 6)
    return made
  }
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      try {
        waiting.push(bytes)
        length += bytes.length
        if (length > size) {
          const all = Buffer.concat(waiting)
          let at = 0
          for (; length - at > size; at += size) this.push(next(all.subarray(at, at + size), false))
          waiting = [all.subarray(at)]
          length -= at
        }
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        this.push(next(Buffer.concat(waiting), true))
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
