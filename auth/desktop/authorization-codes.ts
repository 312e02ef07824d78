import type { PoolClient } from 'pg'
import type { Database } from '#core/database/connect.ts'
import { mayEnter } from '#core/identity/may-enter.ts'
import { hashOpaqueToken, makeOpaqueToken } from '#core/identity/opaque-token.ts'

/** RFC 6749 section 4.1.2 recommends ten minutes at most; a program on the same machine is faster. */
const LIFETIME_SECONDS = 60

/** What a person has allowed to whom. */
export interface AllowedProgram {
  readonly personId: string
  readonly client: string
  readonly name: string
  readonly address: string
  readonly redirectUri: string
  readonly challenge: string
}

/** Makes a code that is good once, for a minute. Old ones are removed. */
export async function createCode(db: Database, allowed: AllowedProgram): Promise<string> {
  const { token, hash } = makeOpaqueToken()
  await db.pool.query(
    `delete from auth_desktop.authorization_code where expires_at < now() - interval '1 day'`,
  )
  await db.pool.query(
    `insert into auth_desktop.authorization_code
       (hash, person_id, client, name, address, redirect_uri, challenge, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))`,
    [
      hash,
      allowed.personId,
      allowed.client,
      allowed.name,
      allowed.address,
      allowed.redirectUri,
      allowed.challenge,
      LIFETIME_SECONDS,
    ],
  )
  return token
}

/** A permission, and the person who gave it. */
export interface GivenPermission extends AllowedProgram {
  readonly username: string
  readonly email: string
}

/** What became of a code: good just now, used before (by the device it made), or not good. */
export type UsedCode =
  | { readonly kind: 'good'; readonly allowed: GivenPermission }
  | { readonly kind: 'used'; readonly personId: string; readonly deviceId: string | null }
  | { readonly kind: 'unknown' }

/** Uses a code up, whether what comes with it is right or not. */
export async function useCode(client: PoolClient, code: string): Promise<UsedCode> {
  const hash = hashOpaqueToken(code)
  const { rows } = await client.query<GivenPermission>(
    `update auth_desktop.authorization_code c set used_at = now()
     from core.person p
     where c.hash = $1 and c.used_at is null and c.expires_at > now()
       and p.id = c.person_id and ${mayEnter}
     returning c.person_id as "personId", c.client, c.name, c.address,
       c.redirect_uri as "redirectUri", c.challenge, p.username, p.email`,
    [hash],
  )
  if (rows[0]) return { kind: 'good', allowed: rows[0] }
  const before = await client.query<{ personId: string; deviceId: string | null }>(
    `select person_id as "personId", device_id as "deviceId" from auth_desktop.authorization_code
     where hash = $1 and used_at is not null`,
    [hash],
  )
  return before.rows[0] ? { kind: 'used', ...before.rows[0] } : { kind: 'unknown' }
}

/** Remembers which device a code has made. */
export async function noteDevice(
  client: PoolClient,
  code: string,
  deviceId: string,
): Promise<void> {
  await client.query('update auth_desktop.authorization_code set device_id = $2 where hash = $1', [
    hashOpaqueToken(code),
    deviceId,
  ])
}
