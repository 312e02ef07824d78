import type { Database } from '#core/database/connect.ts'
import { accessEnded } from '#core/identity/access-ends.ts'
import type { TokenClaims } from './read-token.ts'

/** The event of a token that was revoked; its payload is the `jti`. */
export const REVOKED_EVENT = 'ws_gateway.revoked'

/** Whether a token can have been revoked at all; the others need no question to the database. */
export function isRevocable({ sid, jti }: TokenClaims): boolean {
  return sid !== undefined || jti !== undefined
}

/** Which of the tokens hold no more, as places: revoked, its device unlinked, its owner locked out. */
export async function tokensEnded(
  db: Database,
  tokens: readonly TokenClaims[],
): Promise<ReadonlySet<number>> {
  const ended = await accessEnded(
    db,
    tokens.map(({ sub, sid }) => ({ username: sub, deviceId: sid })),
  )
  const { rows } = await db.pool.query<{ jti: string }>(
    'select jti from ws_gateway.revoked_token where jti = any($1)',
    [tokens.flatMap(({ jti }) => jti ?? [])],
  )
  const revoked = new Set(rows.map(({ jti }) => jti))
  return new Set(
    tokens.flatMap(({ jti }, place) =>
      ended.has(place) || (jti !== undefined && revoked.has(jti)) ? place : [],
    ),
  )
}

/** Ends a token before its time, on every replica; forgotten after `expiresAt`, when it ends by itself. */
export async function revokeToken(db: Database, jti: string, expiresAt: Date): Promise<void> {
  await db.pool.query(
    `with old as (delete from ws_gateway.revoked_token where expires_at < now() - interval '1 day'),
     revoked as (
       insert into ws_gateway.revoked_token (jti, expires_at) values ($1, $2)
       on conflict (jti) do update set expires_at = excluded.expires_at returning jti
     )
     select pg_notify($3, jti) from revoked`,
    [jti, expiresAt, REVOKED_EVENT],
  )
}
