import type { SignInProfile } from '../auth.ts'
import type { Database } from '../database/connect.ts'
import { inTransaction } from './in-transaction.ts'
import { findPerson, type Person } from './people.ts'

/** The person whom a provider knows by this issuer and subject. */
export async function personOfProfile(
  db: Database,
  provider: string,
  { issuer, subject }: Pick<SignInProfile, 'issuer' | 'subject'>,
): Promise<Person | undefined> {
  const { rows } = await db.pool.query<{ person_id: string }>(
    'select person_id from core.identity where provider = $1 and issuer = $2 and subject = $3',
    [provider, issuer, subject],
  )
  return rows[0] && findPerson(db, rows[0].person_id)
}

/** What became of an identity: it is the person's now, or was before; or it, or the person, has another. */
export type Linked = 'new' | 'known' | 'other'

/**
 * Remembers how a provider knows a person. An issuer knows a person by one subject, and a subject is one
 * person's, also when several come at the same moment.
 */
export function linkProfile(
  db: Database,
  provider: string,
  { issuer, subject }: Pick<SignInProfile, 'issuer' | 'subject'>,
  personId: string,
): Promise<Linked> {
  return inTransaction(db, `core.identity ${provider} ${issuer}`, async (client) => {
    const { rows } = await client.query<{ same: boolean }>(
      `select subject = $3 and person_id = $4 as same from core.identity
       where provider = $1 and issuer = $2 and (subject = $3 or person_id = $4)`,
      [provider, issuer, subject, personId],
    )
    if (rows.length > 0) return rows.every(({ same }) => same) ? 'known' : 'other'
    await client.query(
      'insert into core.identity (provider, issuer, subject, person_id) values ($1, $2, $3, $4)',
      [provider, issuer, subject, personId],
    )
    return 'new'
  })
}
