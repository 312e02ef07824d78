import { createHmac } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Database } from '#core/database/connect.ts'
import { keepDevice } from '#core/identity/devices.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { mayEnter } from '#core/identity/may-enter.ts'
import { hashOpaqueToken, makeOpaqueToken } from '#core/identity/opaque-token.ts'

/** Marks our refresh tokens, for people and for secret scanners. */
const PREFIX = 'adr_'
/** For how long the last one is still answered: two processes of one program, an answer that got lost. */
const OVERLAP_SECONDS = 10
/** After so long a used one is forgotten: it is refused then as an unknown one. */
const KEPT_DAYS = 30

/** Makes the first refresh token of a device; it is stored as a hash. */
export async function createRefreshToken(
  queries: Pick<Pool, 'query'>,
  deviceId: string,
  client: string,
): Promise<string> {
  const { token, hash } = makeOpaqueToken(PREFIX)
  await insert(queries, hash, deviceId, client)
  return token
}

/** What became of a refresh token that was shown. */
export type Rotation =
  | {
      readonly kind: 'renewed'
      readonly next: string
      readonly deviceId: string
      readonly username: string
    }
  | { readonly kind: 'reused'; readonly email: string; readonly name: string }
  | { readonly kind: 'unknown' }

interface Row {
  deviceId: string
  username: string
  email: string
  name: string
  fresh: boolean
  last: boolean
}

/**
 * Takes a refresh token for the next one (RFC 9700 section 4.14). One that was used before means that
 * two hold it: the device is unlinked. The successor is computed from the token and a key of ours, so
 * that two who come within the overlap get the same one and no second line begins.
 */
export function rotate(
  db: Database,
  key: string,
  shown: { readonly token: string; readonly client: string; readonly idleSeconds: number },
): Promise<Rotation> {
  const { token, client, idleSeconds } = shown
  const hash = hashOpaqueToken(token)
  const next = PREFIX + createHmac('sha256', key).update(token).digest('base64url')
  return inTransaction(db, `refresh ${hash.toString('hex')}`, async (queries) => {
    const row = await find(queries, hash, hashOpaqueToken(next), client)
    if (!row) return { kind: 'unknown' }
    const { deviceId, username, email, name, fresh, last } = row
    if (!fresh && !last) {
      await queries.query('delete from core.linked_device where id = $1', [deviceId])
      return { kind: 'reused', email, name }
    }
    if (fresh) {
      await queries.query('update auth_desktop.refresh_token set used_at = now() where hash = $1', [
        hash,
      ])
      await insert(queries, hashOpaqueToken(next), deviceId, client)
      await forgetOld(queries, deviceId)
    }
    await keepDevice(queries, deviceId, idleSeconds)
    return { kind: 'renewed', next, deviceId, username }
  })
}

/** The device that a refresh token belongs to, whether it was used or not. */
export async function deviceOfRefreshToken(
  db: Database,
  token: string,
): Promise<{ readonly id: string; readonly personId: string; readonly email: string } | undefined> {
  const { rows } = await db.pool.query<{ id: string; personId: string; email: string }>(
    `select d.id, p.id as "personId", p.email from auth_desktop.refresh_token t
     join core.linked_device d on d.id = t.device_id join core.person p on p.id = d.person_id
     where t.hash = $1`,
    [hashOpaqueToken(token)],
  )
  return rows[0]
}

/** Locks the device, so that a renewal and an end of the same one take turns. */
async function find(
  queries: PoolClient,
  hash: Buffer,
  nextHash: Buffer,
  client: string,
): Promise<Row | undefined> {
  const { rows } = await queries.query<Row>(
    `select d.id as "deviceId", p.username, p.email, d.name, t.used_at is null as fresh,
       t.used_at > now() - make_interval(secs => $4) and exists (
         select from auth_desktop.refresh_token n where n.hash = $2 and n.used_at is null) as last
     from auth_desktop.refresh_token t
     join core.linked_device d on d.id = t.device_id join core.person p on p.id = d.person_id
     where t.hash = $1 and t.client = $3 and d.expires_at > now() and ${mayEnter}
     for update of d`,
    [hash, nextHash, client, OVERLAP_SECONDS],
  )
  return rows[0]
}

async function insert(
  queries: Pick<Pool, 'query'>,
  hash: Buffer,
  deviceId: string,
  client: string,
): Promise<void> {
  await queries.query(
    'insert into auth_desktop.refresh_token (hash, device_id, client) values ($1, $2, $3)',
    [hash, deviceId, client],
  )
}

async function forgetOld(queries: PoolClient, deviceId: string): Promise<void> {
  await queries.query(
    `delete from auth_desktop.refresh_token
     where device_id = $1 and used_at < now() - make_interval(days => $2)`,
    [deviceId, KEPT_DAYS],
  )
}
