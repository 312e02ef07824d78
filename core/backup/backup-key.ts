import { hkdfSync } from 'node:crypto'
import { bech32 } from '@scure/base'
import { Encrypter, identityToRecipient } from 'age-encryption'
import type { EnvDeclarations } from '../env.ts'
import { readEnv, type RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
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

/** The key as `age` writes it. The secret is a file of `age-keygen` already, or any text of 256 bits. */
export function backupIdentity(secret: string): string {
  const text = secret.trim()
  const own = text.split('\n').find((line) => line.startsWith(IDENTITY))
  if (own !== undefined) return own.trim()
  const bytes = Buffer.from(hkdfSync('sha256', text, '', 'ai-data-analyst backup', 32))
  return bech32.encodeFromBytes(IDENTITY.toLowerCase(), bytes).toUpperCase()
}

/** Whom backups are encrypted to: those the operator names, else the owner of the key kept here. */
export async function backupRecipients(
  secrets: Secrets,
  rawEnv: RawEnv,
): Promise<readonly string[]> {
  const { BACKUP_RECIPIENT: named } = readEnv(backupKeyEnv, rawEnv)
  if (named !== undefined && named.length > 0) {
    refuseOthers(named)
    return named
  }
  return [await identityToRecipient(backupIdentity(secrets.text(BACKUP_KEY)))]
}

/** None is named in the error: what was put there by mistake may be a secret. */
function refuseOthers(recipients: readonly string[]): void {
  const problems = recipients.flatMap((recipient, index) => {
    try {
      new Encrypter().addRecipient(recipient)
      return []
    } catch {
      const found = recipient.startsWith(IDENTITY) ? 'is a secret key' : 'is no public key of age'
      return [
        `BACKUP_RECIPIENT: number ${index + 1} ${found}; age-keygen -y FILE prints the age1… of one`,
      ]
    }
  })
  if (problems.length > 0) throw new ConfigError(problems)
}
