import { crc32 } from 'node:zlib'
import type { Service } from '#core/service.ts'

/** The group that all parts of ours run in: it writes the volumes. */
export const STACK_GROUP = 10_000

const FIRST_USER = 10_001
const USERS = 50_000

/** A user of its own for a service, always the same for its id, within what rootless engines map. */
export function userOf(id: string): number {
  return FIRST_USER + (crc32(id) % USERS)
}

/** Names the services that would share a user with another; to rename one mends it. */
export function sharedUsers(services: readonly Service[]): readonly string[] {
  const ids = services.map(({ id }) => id)
  return shareNumber(ids, userOf).map(
    ([id, other]) => `services/${id}: would run as the user of ${other}; give it another id`,
  )
}

/** Each name whose number an earlier one has already, with that one. */
export function shareNumber(
  names: readonly string[],
  numberOf: (name: string) => number,
): readonly (readonly [name: string, other: string])[] {
  const owners = new Map<number, string>()
  return names.flatMap((name) => {
    const other = owners.get(numberOf(name))
    owners.set(numberOf(name), name)
    return other === undefined ? [] : [[name, other] as const]
  })
}
