import { crc32 } from 'node:zlib'
import { ConfigError } from '#core/errors.ts'
import type { Service } from '#core/service.ts'

/** The group that all parts of ours run in: it reads the secrets and writes the volumes. */
export const STACK_GROUP = 10_000

const FIRST_USER = 10_001
const USERS = 50_000

/** A user of its own for a service, always the same for its id, within what rootless engines map. */
export function userOf(id: string): number {
  return FIRST_USER + (crc32(id) % USERS)
}

/** Refuses two services that would share a user; renaming one mends it. */
export function refuseSharedUsers(services: readonly Service[]): void {
  const owners = new Map<number, string>()
  for (const { id } of services) {
    const other = owners.get(userOf(id))
    if (other !== undefined) {
      throw new ConfigError([
        `services/${id}: would run as the user of ${other}; give it another id`,
      ])
    }
    owners.set(userOf(id), id)
  }
}
