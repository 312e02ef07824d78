import { crc32 } from 'node:zlib'
import type { Service } from '#core/service.ts'

/** The group that all parts of ours run in: it reads the secrets and writes the volumes. */
export const STACK_GROUP = 10_000

const FIRST_USER = 10_001
const USERS = 50_000

/** A user of its own for a service, always the same for its id, within what rootless engines map. */
export function userOf(id: string): number {
  return FIRST_USER + (crc32(id) % USERS)
}

/** Names the services that would share a user with another; to rename one mends it. */
export function sharedUsers(services: readonly Service[]): readonly string[] {
  const owners = new Map<number, string>()
  return services.flatMap(({ id }) => {
    const other = owners.get(userOf(id))
    owners.set(userOf(id), id)
    return other === undefined
      ? []
      : [`services/${id}: would run as the user of ${other}; give it another id`]
  })
}
