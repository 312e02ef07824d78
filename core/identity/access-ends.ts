import type { Database } from '../database/connect.ts'

/** The event of a device that was unlinked; its payload is the id. */
export const UNLINKED_EVENT = 'core.device.unlinked'

/** The event of a person who was suspended, barred or removed; its payload is the username. */
export const LOCKED_EVENT = 'core.person.locked'

/** Somebody who was let in by a token a while ago. */
export interface Holder {
  readonly username: string
  /** The linked device that the token names. */
  readonly deviceId: string | undefined
}

/**
 * Which of the holders have no access any more, as places in the list: the device is unlinked or another
 * person's, or the person is locked out. A username that is nobody's here is not judged.
 */
export async function accessEnded(
  db: Database,
  holders: readonly Holder[],
): Promise<ReadonlySet<number>> {
  const { rows } = await db.pool.query<{ place: number }>(
    `select given.place::integer as place
     from unnest($1::text[], $2::uuid[]) with ordinality as given (username, device, place)
     left join core.person p on p.username = given.username
     left join core.linked_device d
       on d.id = given.device and d.person_id = p.id and d.expires_at > now()
     where p.suspended_at is not null or p.barred_at is not null
       or (given.device is not null and d.id is null)`,
    [holders.map(({ username }) => username), holders.map(({ deviceId }) => deviceId ?? null)],
  )
  return new Set(rows.map(({ place }) => place - 1))
}
