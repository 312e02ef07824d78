import type { Generated } from 'kysely'
import type { Database } from '#core/database/connect.ts'

const KNOWN_DAYS = 180

interface Tables {
  credential: { person_id: string; hash: string; updated_at: Generated<Date> }
  known_address: { person_id: string; address: string; seen_at: Generated<Date> }
}

/** Where passwords are kept: as hashes, one a person. */
export interface Credentials {
  hashOf(personId: string): Promise<string | undefined>
  /** Sets or replaces the person's hash. */
  save(personId: string, hash: string): Promise<void>
  /** Sets the person's hash unless there is one; resolves to whether it was set. */
  saveFirst(personId: string, hash: string): Promise<boolean>
  /** Whether the person has signed in from this address lately. */
  isKnownAddress(personId: string, address: string): Promise<boolean>
  /** Remembers it for half a year, and forgets those of the person whose time is over. */
  rememberAddress(personId: string, address: string): Promise<void>
}

export function openCredentials(database: Database): Credentials {
  const db = database.of<Tables>('auth_password')
  return {
    async hashOf(personId) {
      const row = await db
        .selectFrom('credential')
        .select('hash')
        .where('person_id', '=', personId)
        .executeTakeFirst()
      return row?.hash
    },
    async save(personId, hash) {
      const changes = { hash, updated_at: new Date() }
      await db
        .insertInto('credential')
        .values({ person_id: personId, ...changes })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet(changes))
        .execute()
    },
    async saveFirst(personId, hash) {
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto('credential')
        .values({ person_id: personId, hash })
        .onConflict((conflict) => conflict.column('person_id').doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows > 0n
    },
    async isKnownAddress(personId, address) {
      const row = await db
        .selectFrom('known_address')
        .select('address')
        .where('person_id', '=', personId)
        .where('address', '=', address)
        .where('seen_at', '>', knownSince())
        .executeTakeFirst()
      return row !== undefined
    },
    async rememberAddress(personId, address) {
      const changes = { seen_at: new Date() }
      await db
        .insertInto('known_address')
        .values({ person_id: personId, address, ...changes })
        .onConflict((conflict) => conflict.columns(['person_id', 'address']).doUpdateSet(changes))
        .execute()
      await db
        .deleteFrom('known_address')
        .where('person_id', '=', personId)
        .where('seen_at', '<=', knownSince())
        .execute()
    },
  }
}

const knownSince = (): Date => new Date(Date.now() - KNOWN_DAYS * 86_400_000)
