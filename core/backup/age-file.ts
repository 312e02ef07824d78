import { hkdfSync, randomBytes } from 'node:crypto'
import type { Readable, Transform } from 'node:stream'
import { Decrypter, Encrypter } from 'age-encryption'
import { BadRequest, messageOf } from '../errors.ts'
import { decryptPayload, encryptPayload } from './age-payload.ts'

const NONCE = 16

/** No header of a file for a few recipients comes near it. */
const LONGEST_HEADER = 64 * 1024

/**
 * Encrypts to age recipients (age-encryption.org/v1): `age --decrypt` opens the file as well. The header is the
 * library's; the payload goes through the cipher of Node, which is many times faster.
 */
export async function sealTo(
  recipients: readonly string[],
): Promise<{ readonly head: Buffer; readonly payload: Transform }> {
  const encrypter = new Encrypter()
  let fileKey = Buffer.alloc(0)
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = Buffer.from(key)
      return []
    },
  })
  const empty = Buffer.from(await encrypter.encrypt(new Uint8Array()))
  const nonce = randomBytes(NONCE)
  return {
    head: Buffer.concat([empty.subarray(0, headerLength(empty)), nonce]),
    payload: encryptPayload(payloadKey(fileKey, nonce)),
  }
}

/**
 * What decrypts the rest of a file whose header was read from `source`. BadRequest: `wrong_backup_key` when the
 * key is another's, `bad_backup_key` when it is none, `damaged_backup` when it is no such file.
 */
export async function openSealed(source: Readable, identity: string): Promise<Transform> {
  const start = await readStart(source)
  const end = headerLength(start)
  if (end === 0 || start.length < end + NONCE) throw damaged('it has no header of age')
  const decrypter = new Decrypter()
  try {
    decrypter.addIdentity(identity)
  } catch {
    // The library's reason quotes the key.
    throw new BadRequest('bad_backup_key', 'The key is not whole, or none of age', {
      remedy: 'Copy the line AGE-SECRET-KEY-… again, all of it.',
    })
  }
  let fileKey: Uint8Array
  try {
    fileKey = await decrypter.decryptHeader(start.subarray(0, end))
  } catch (cause) {
    if (!/no identity matched/.test(messageOf(cause))) throw damaged(messageOf(cause), cause)
    throw new BadRequest('wrong_backup_key', 'The backup was made for another key', {
      remedy: 'Give the key of the server that made it: --key-file FILE, or BACKUP_KEY.',
      cause,
    })
  }
  const payload = decryptPayload(payloadKey(fileKey, start.subarray(end, end + NONCE)))
  source.unshift(start.subarray(end + NONCE))
  return payload
}

/** What a reader says of a backup that is not whole. */
export function damaged(reason: string, cause?: unknown): BadRequest {
  return new BadRequest('damaged_backup', `The backup is damaged: ${reason}`, {
    remedy: 'Take an older backup, or copy this one again from where it is kept.',
    cause,
  })
}

function payloadKey(fileKey: Uint8Array, nonce: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32))
}

/** Its last line is `--- ` and a MAC. 0: there is none. */
function headerLength(bytes: Buffer): number {
  const mac = bytes.indexOf('\n--- ')
  return mac < 0 ? 0 : bytes.indexOf('\n', mac + 1) + 1
}

async function readStart(source: Readable): Promise<Buffer> {
  let start = Buffer.alloc(0)
  for (;;) {
    const bytes = source.read() as Buffer | null
    if (bytes !== null) start = Buffer.concat([start, bytes])
    const end = headerLength(start)
    if (start.length > LONGEST_HEADER || (end > 0 && start.length >= end + NONCE)) return start
    if (bytes !== null) continue
    if (source.readableEnded) return start
    await new Promise<void>((resolve, reject) => {
      source.once('readable', resolve)
      source.once('end', resolve)
      source.once('error', reject)
    })
  }
}
