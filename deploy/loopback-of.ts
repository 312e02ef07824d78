import type { Service } from '#core/service.ts'
import { userOf } from './user-of.ts'

/**
 * An address of this machine alone for each service, so that all may keep their ports: 127.77 and two bytes
 * that are as much its own as its user is (all of 127.0.0.0/8 is the loopback, RFC 1122 3.2.1.3).
 */
export function loopbackOf({ id }: Service): string {
  return address('127.77', id)
}

/** The address of a new version that runs beside the old one until it takes its place. */
export function loopbackBeside({ id }: Service): string {
  return address('127.78', id)
}

function address(network: string, id: string): string {
  const user = userOf(id)
  return `${network}.${user >> 8}.${user & 0xff}`
}
