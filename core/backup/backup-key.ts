import { hkdfSync } from 'node:crypto'
import { bech32 } from '@scure/base'
import { identityToRecipient } from 'age-encryption'
import type { EnvDeclarations } from '../env.ts'
import { readEnv, type RawEnv } from '../env.ts'
import type { Secrets } from '../secrets.ts'

/** The secret that opens backups; made on the first start like the others. */
export const BACKUP_KEY = 'backup-key'

/** What an operator may say of keys. */
export const backupKeyEnv = {
  BACKUP_RECIPIENT: {
    kind: 'list',
    description:
      'Public keys of age (age1…) to encrypt backups to; then no key on this server opens them',
    example: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
  },
} as const satisfies EnvDeclarations

const IDENTITY = 'AGE-SECRET-KEY-'

/** The key as `age` writes it. The secret is one already, or any text of 256 bits. */
export function backupIdentity(secret: string): string {
  const text = secret.trim()
  if (text.startsWith(IDENTITY)) return text
  const bytes = Buffer.from(hkdfSync('sha256', text, '', 'ai-data-analyst backup', 32))
  return bech32.encodeFromBytes(IDENTITY.toLowerCase(), bytes).toUpperCase()
}

/** Whom backups are encrypted to: those the operator names, else the owner of the key kept here. */
export async function backupRecipients(
  secrets: Secrets,
  rawEnv: RawEnv,
): Promise<readonly string[]> {
  const { BACKUP_RECIPIENT: named } = readEnv(backupKeyEnv, rawEnv)
  if (named !== undefined && named.length > 0) return named
  return [await identityToRecipient(backupIdentity(secrets.text(BACKUP_KEY)))]
}
