import { hkdfSync } from 'node:crypto'
import { bech32 } from '@scure/base'
import { Encrypter, identityToRecipient } from 'age-encryption'
import { readEnv, type RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import type { Secrets } from '../secrets.ts'
import { backupEnv } from './backup-env.ts'

/** The secret that opens backups; made on the first start like the others. */
export const BACKUP_KEY = 'backup-key'

const IDENTITY = 'AGE-SECRET-KEY-'
/** Whoever has a backup may guess without an end. */
const MIN_LENGTH = 32

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
  const { BACKUP_RECIPIENT: named } = readEnv(backupEnv, rawEnv)
  if (named !== undefined && named.length > 0) {
    refuseOthers(named)
    return named
  }
  const secret = secrets.text(BACKUP_KEY).trim()
  if (secret.length >= MIN_LENGTH) return [await identityToRecipient(backupIdentity(secret))]
  throw new ConfigError([
    `BACKUP_KEY must be an age key, or have at least ${MIN_LENGTH} characters: openssl rand -hex 32`,
  ])
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
