import { crc32 } from 'node:zlib'

const FIRST_GROUP = 10_001
const GROUPS = 50_000

/**
 * The group whose containers read a secret, always the same for its name and within what rootless engines map:
 * containers share the folder of the secrets, and only those whose manifests name one are in its group.
 */
export function secretGroup(name: string): number {
  return FIRST_GROUP + (crc32(`secret ${name}`) % GROUPS)
}
