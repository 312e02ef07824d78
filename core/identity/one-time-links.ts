import type { Database } from '../database/connect.ts'
import { hashOpaqueToken, makeOpaqueToken } from './opaque-token.ts'

/** What a link opens. */
export interface LinkOffer {
  readonly purpose: string
  readonly personId?: string
  readonly seconds: number
}

/** A link that was good, and is not any more. */
export interface UsedLink {
  /** Whom it was made for, where it was made for somebody. */
  readonly personId: string | null
}

/** Makes the secret part of a link that works once, for a while. Links past their time are removed. */
export async function createLink(db: Database, offer: LinkOffer): Promise<string> {
  const { token, hash } = makeOpaqueToken()
  await db.pool.query('delete from core.one_time_link where expires_at < now()')
  await db.pool.query(
    `insert into core.one_time_link (hash, purpose, person_id, expires_at)
     values ($1, $2, $3, now() + make_interval(secs => $4))`,
    [hash, offer.purpose, offer.personId ?? null, offer.seconds],
  )
  return token
}

/** Whom a good link was made for, without using it up, as a GET must not; undefined when it is not good. */
export async function peekLink(
  db: Database,
  purpose: string,
  token: string,
): Promise<UsedLink | undefined> {
  const { rows } = await db.pool.query<UsedLink>(
    `select person_id as "personId" from core.one_time_link
     where hash = $1 and purpose = $2 and expires_at > now()`,
    [hashOpaqueToken(token), purpose],
  )
  return rows[0]
}

/** Uses a link up and says whom it was made for. Of two at the same moment one gets undefined. */
export async function useLink(
  db: Database,
  purpose: string,
  token: string,
): Promise<UsedLink | undefined> {
  const { rows } = await db.pool.query<UsedLink>(
    `delete from core.one_time_link where hash = $1 and purpose = $2 and expires_at > now()
     returning person_id as "personId"`,
    [hashOpaqueToken(token), purpose],
  )
  return rows[0]
}

/** Ends a person's links of a purpose, as when a newer one takes their place. */
export async function withdrawLinksOf(
  db: Database,
  purpose: string,
  personId: string,
): Promise<void> {
  await db.pool.query('delete from core.one_time_link where purpose = $1 and person_id = $2', [
    purpose,
    personId,
  ])
}

/** Ends every link of a purpose. */
export async function withdrawLinks(db: Database, purpose: string): Promise<void> {
  await db.pool.query('delete from core.one_time_link where purpose = $1', [purpose])
}
