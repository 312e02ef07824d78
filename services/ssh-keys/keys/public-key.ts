import { BadRequest } from '#core/errors.ts'
import { fingerprint } from './fingerprint.ts'
import { readKeyBlob } from './read-key-blob.ts'

/** A public key that was looked at closely. */
export interface PublicKey {
  readonly type: string
  /** As base64, in its only form. */
  readonly blob: string
  /** `SHA256:…`, as ssh-keygen shows it. */
  readonly fingerprint: string
  readonly comment: string
}

const MAX_LINE = 4096
const MAX_COMMENT = 100

/**
 * Reads one line of the form `type base64 [comment]`, as `ssh-keygen` writes it into a `.pub` file (sshd(8)).
 * BadRequest with a remedy for all else: private keys, options, several lines, weak or unknown kinds, and
 * keys whose inside is not what their outside says.
 */
export function readPublicKey(text: string): PublicKey {
  const line = text.trim()
  if (line.includes('PRIVATE KEY')) {
    throw refused('this is the private key: it is for your machine alone, and now make a new pair')
  }
  if (line === '' || line.length > MAX_LINE) throw refused('paste the line of one public key')
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))
    throw refused('paste one line, and nothing invisible')
  const [type = '', blob = '', ...rest] = line.split(/ +/)
  const bytes = Buffer.from(blob, 'base64')
  const reason = readKeyBlob(type, bytes)
  if (reason !== undefined) throw refused(reason)
  if (bytes.toString('base64') !== blob) throw refused('the middle part is not base64')
  const comment = rest.join(' ').slice(0, MAX_COMMENT)
  return { type, blob, fingerprint: fingerprint(bytes), comment }
}

function refused(reason: string): BadRequest {
  return new BadRequest('bad_public_key', `This key is not taken: ${reason}.`, {
    remedy: 'ssh-keygen -t ed25519 makes a pair; paste the one line of its .pub file.',
  })
}
