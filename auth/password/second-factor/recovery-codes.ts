import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '#core/database/connect.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'

/** Codes for who has lost the authenticator app; each works once. */
export interface RecoveryCodes {
  /** Ten new codes, in the place of those from before. Only their hashes are stored. */
  renew(personId: string): Promise<readonly string[]>
  /** Whether it was one of the person's codes; it is used up then. */
  use(personId: string, code: string): Promise<boolean>
  left(personId: string): Promise<number>
  remove(personId: string): Promise<void>
}

const COUNT = 10
// No letter that could be read as another; 32 of them, so that five random bits choose one.
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

export function openRecoveryCodes(db: Database): RecoveryCodes {
  return {
    async renew(personId) {
      const codes = Array.from({ length: COUNT }, makeCode)
      await inTransaction(db, `auth_password.recovery ${personId}`, async (client) => {
        await client.query('delete from auth_password.recovery_code where person_id = $1', [
          personId,
        ])
        await client.query(
          `insert into auth_password.recovery_code (person_id, hash)
           select $1, unnest($2::bytea[])`,
          [personId, codes.map(hashCode)],
        )
      })
      return codes
    },
    async use(personId, code) {
      const { rowCount } = await db.pool.query(
        'delete from auth_password.recovery_code where person_id = $1 and hash = $2',
        [personId, hashCode(code)],
      )
      return rowCount === 1
    },
    async left(personId) {
      const { rows } = await db.pool.query<{ count: number }>(
        'select count(*) as count from auth_password.recovery_code where person_id = $1',
        [personId],
      )
      return rows[0]?.count ?? 0
    },
    async remove(personId) {
      await db.pool.query('delete from auth_password.recovery_code where person_id = $1', [
        personId,
      ])
    },
  }
}

/** 80 random bits in four groups: `k7mq-…`. */
function makeCode(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** A plain SHA-256 is right here: 80 random bits cannot be guessed, so a slow hash gains nothing. */
function hashCode(code: string): Buffer {
  const plain = code
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return createHash('sha256').update(plain).digest()
}
