import type { Pool } from 'pg'
import type { Database } from '../database/connect.ts'

/** How a device came to be linked; only an `app` holds a token that lives for weeks. */
export type DeviceKind = 'app' | 'browser' | 'code'

/** A program that acts for a person, as its owner sees it. */
export interface DeviceRecord {
  readonly id: string
  readonly kind: DeviceKind
  readonly name: string
  readonly address: string | null
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** What a device is when it is linked; without a sign of life for `seconds` it is forgotten. */
export interface NewDevice {
  readonly personId: string
  readonly kind: DeviceKind
  readonly name: string
  readonly address: string
  readonly seconds: number
}

/** A pool, or one client of it inside a transaction. */
type Queries = Pick<Pool, 'query'>

/** Links a device and returns its id; devices past their time are removed. */
export async function linkDevice(queries: Queries, device: NewDevice): Promise<string> {
  const { personId, kind, name, address, seconds } = device
  await queries.query('delete from core.linked_device where expires_at < now()')
  const { rows } = await queries.query<{ id: string }>(
    `insert into core.linked_device (person_id, kind, name, address, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5)) returning id`,
    [personId, kind, name, address, seconds],
  )
  return rows[0]?.id ?? ''
}

/** Counts the time of a device from now on again. */
export async function keepDevice(queries: Queries, id: string, seconds: number): Promise<void> {
  await queries.query(
    `update core.linked_device set last_used_at = now(),
       expires_at = now() + make_interval(secs => $2) where id = $1`,
    [id, seconds],
  )
}

/** A person's devices, the newest first. */
export async function listDevices(
  db: Database,
  personId: string,
): Promise<readonly DeviceRecord[]> {
  const { rows } = await db.pool.query<DeviceRecord>(
    `select id, kind, name, address, created_at as "createdAt", last_used_at as "lastUsedAt"
     from core.linked_device where person_id = $1 and expires_at > now() order by created_at desc`,
    [personId],
  )
  return rows
}

/** Ends a device with all its tokens at once; false when the person has no such device. */
export async function unlinkDevice(
  db: Database,
  { id, personId }: { readonly id: string; readonly personId: string },
): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    'delete from core.linked_device where id::text = $1 and person_id = $2',
    [id, personId],
  )
  return rowCount === 1
}

/** Ends a person's devices, all or those of one kind; returns how many there were. */
export async function unlinkDevicesOf(
  db: Database,
  personId: string,
  kind?: DeviceKind,
): Promise<number> {
  const { rowCount } = await db.pool.query(
    'delete from core.linked_device where person_id = $1 and ($2::text is null or kind = $2)',
    [personId, kind ?? null],
  )
  return rowCount ?? 0
}
