import { createHash } from 'node:crypto'

/** The fingerprint of a public key as ssh-keygen shows it: `SHA256:…`. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}
