import { randomBytes } from 'node:crypto'
import type { Database } from '#core/database/connect.ts'

/** A request that waits for its response, or did until now. */
export interface LoginRequest {
  readonly id: string
  readonly begunAt: Date
}

/** How long a person may take at the issuer. */
export const REQUEST_SECONDS = 600

/** A new id of a request: an xs:ID, which must not begin with a digit. */
export const newRequestId = (): string => `_${randomBytes(20).toString('hex')}`

/** Remembers a new request to an issuer. */
export async function beginRequest(
  db: Database,
  issuerId: string,
  id: string,
): Promise<LoginRequest> {
  await db.pool.query('delete from auth_saml.request where expires_at < now()')
  const { rows } = await db.pool.query<{ begunAt: Date }>(
    `insert into auth_saml.request (id, issuer_id, expires_at)
     values ($1, $2, now() + make_interval(secs => $3)) returning begun_at as "begunAt"`,
    [id, issuerId, REQUEST_SECONDS],
  )
  return { id, begunAt: rows[0]?.begunAt ?? new Date() }
}

/** The request, once: undefined for one that was answered, is too old, or went to another issuer. */
export async function takeRequest(
  db: Database,
  issuerId: string,
  id: string,
): Promise<LoginRequest | undefined> {
  const { rows } = await db.pool.query<{ begunAt: Date }>(
    `delete from auth_saml.request where id = $1 and issuer_id = $2 and expires_at > now()
     returning begun_at as "begunAt"`,
    [id, issuerId],
  )
  return rows[0] && { id, begunAt: rows[0].begunAt }
}
