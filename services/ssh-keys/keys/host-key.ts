import { createPublicKey, randomBytes, type KeyObject } from 'node:crypto'
import { fingerprint } from './fingerprint.ts'

/** The key by which people know the gateway. */
export interface HostKey {
  /** For sshd, as OpenSSH's own format, without a passphrase (PROTOCOL.key). */
  readonly privateFile: string
  /** `ssh-ed25519 AAAA…`, as it stands in known_hosts. */
  readonly publicLine: string
  readonly fingerprint: string
}

const TYPE = 'ssh-ed25519'
const BLOCK = 8

/** The forms of an Ed25519 private key that OpenSSH and people read. */
export function hostKey(key: KeyObject): HostKey {
  const seed = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url')
  const point = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url')
  const blob = Buffer.concat([field(TYPE), field(point)])
  return {
    privateFile: privateFile(blob, point, seed),
    publicLine: `${TYPE} ${blob.toString('base64')}`,
    fingerprint: fingerprint(blob),
  }
}

function privateFile(blob: Buffer, point: Buffer, seed: Buffer): string {
  // Twice the same number: after decrypting it tells whether the passphrase was right.
  const check = randomBytes(4)
  const secret = [check, check, field(TYPE), field(point), field(Buffer.concat([seed, point]))]
  const body = Buffer.concat([...secret, field('')])
  const padding = Buffer.from(Array.from({ length: -body.length & (BLOCK - 1) }, (_, at) => at + 1))
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    number(1),
    field(blob),
    field(Buffer.concat([body, padding])),
  ])
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? []
  const name = 'OPENSSH PRIVATE KEY'
  return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ''].join('\n')
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
