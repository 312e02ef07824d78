import type { SignInProfile } from '../auth.ts'
import type { Database } from '../database/connect.ts'
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

/** Remembers how a provider knows a person. */
export async function linkProfile(
  db: Database,
  provider: string,
  { issuer, subject }: Pick<SignInProfile, 'issuer' | 'subject'>,
  personId: string,
): Promise<void> {
  await db.pool.query(
    `insert into core.identity (provider, issuer, subject, person_id) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [provider, issuer, subject, personId],
  )
}

/** Whether a person has an identity at this provider already, under another subject. */
export async function hasIdentity(
  db: Database,
  provider: string,
  issuer: string,
  personId: string,
): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    'select 1 from core.identity where provider = $1 and issuer = $2 and person_id = $3',
    [provider, issuer, personId],
  )
  return (rowCount ?? 0) > 0
}
