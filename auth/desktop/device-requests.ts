import type { PoolClient } from 'pg'
import type { Database } from '#core/database/connect.ts'
import { mayEnter } from '#core/identity/may-enter.ts'
import { hashOpaqueToken, makeOpaqueToken } from '#core/identity/opaque-token.ts'
import { makeUserCode } from './user-code.ts'

/** How long a person has to type the code, and how often the program may ask meanwhile. */
export const REQUEST_SECONDS = 600
export const INTERVAL_SECONDS = 5

/** A program that asks to be allowed. */
export interface DeviceRequest {
  readonly client: string
  readonly name: string
  readonly address: string
}

/** A request as the person who typed its code sees it. */
export interface WaitingRequest extends DeviceRequest {
  readonly requestedAt: Date
}

/** Begins a request; the program keeps the device code, the person types the user code. */
export async function createRequest(
  db: Database,
  { client, name, address }: DeviceRequest,
): Promise<{ readonly deviceCode: string; readonly userCode: string }> {
  const { token, hash } = makeOpaqueToken('add_')
  await db.pool.query(
    `delete from auth_desktop.device_request where expires_at < now() - interval '1 hour'`,
  )
  for (;;) {
    const userCode = makeUserCode()
    const { rowCount } = await db.pool.query(
      `insert into auth_desktop.device_request
         (hash, user_code, client, name, address, expires_at, interval_seconds)
       values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6), $7)
       on conflict (user_code) do nothing`,
      [hash, userCode, client, name, address, REQUEST_SECONDS, INTERVAL_SECONDS],
    )
    if (rowCount === 1) return { deviceCode: token, userCode }
  }
}

/** The request that waits under this code. */
export async function findWaiting(
  db: Database,
  userCode: string,
): Promise<WaitingRequest | undefined> {
  const { rows } = await db.pool.query<WaitingRequest>(
    `select client, name, address, requested_at as "requestedAt" from auth_desktop.device_request
     where user_code = $1 and decision is null and expires_at > now()`,
    [userCode],
  )
  return rows[0]
}

/** Answers a waiting request, once; undefined when none waits under this code (any more). */
export async function decide(
  db: Database,
  answer: {
    readonly userCode: string
    readonly decision: 'allowed' | 'denied'
    readonly personId: string
  },
): Promise<DeviceRequest | undefined> {
  const { rows } = await db.pool.query<DeviceRequest>(
    `update auth_desktop.device_request set decision = $2, person_id = $3
     where user_code = $1 and decision is null and expires_at > now()
     returning client, name, address`,
    [answer.userCode, answer.decision, answer.personId],
  )
  return rows[0]
}

/** The person who allowed it. */
interface Allower {
  readonly personId: string
  readonly username: string
  readonly email: string
}

/** What a program learns when it asks; only `allowed` uses the code up. */
export type Poll =
  | {
      readonly kind: 'allowed'
      readonly request: DeviceRequest & Allower
    }
  | { readonly kind: 'waiting' | 'too-early' | 'denied' | 'expired' | 'unknown' }

interface Row extends DeviceRequest {
  decision: 'allowed' | 'denied' | null
  allower: Allower | null
  expired: boolean
  early: boolean
}

/** One question of a program, in turn with its others. Asking too early makes the interval longer. */
export async function poll(
  queries: PoolClient,
  { deviceCode, client }: { readonly deviceCode: string; readonly client: string },
): Promise<Poll> {
  const hash = hashOpaqueToken(deviceCode)
  const { rows } = await queries.query<Row>(
    `select r.client, r.name, r.address, r.decision,
       case when p.id is not null then json_build_object(
         'personId', p.id, 'username', p.username, 'email', p.email) end as allower,
       r.expires_at <= now() as expired,
       coalesce(r.polled_at > now() - make_interval(secs => r.interval_seconds), false) as early
     from auth_desktop.device_request r
     left join core.person p on p.id = r.person_id and ${mayEnter}
     where r.hash = $1 and r.client = $2`,
    [hash, client],
  )
  const [row] = rows
  if (!row) return { kind: 'unknown' }
  if (row.expired) return { kind: 'expired' }
  if (row.decision === null) return { kind: await wait(queries, hash, row.early) }
  const { name, address, allower } = row
  if (row.decision === 'denied' || !allower) return { kind: 'denied' }
  await queries.query('delete from auth_desktop.device_request where hash = $1', [hash])
  return { kind: 'allowed', request: { client, name, address, ...allower } }
}

async function wait(
  queries: PoolClient,
  hash: Buffer,
  early: boolean,
): Promise<'waiting' | 'too-early'> {
  await queries.query(
    `update auth_desktop.device_request set polled_at = now(), interval_seconds = interval_seconds + $2
     where hash = $1`,
    [hash, early ? INTERVAL_SECONDS : 0],
  )
  return early ? 'too-early' : 'waiting'
}
