import { createHash } from 'node:crypto'

/**
 * An id that no item has. It is made of who wrote it where, so that a trial run names the same, and never
 * looked up again by a text.
 */
export function newItemId(
  username: string,
  block: string,
  taken: { has(id: string): boolean },
): string {
  for (let number = 0; ; number += 1) {
    const hash = createHash('sha256').update(`${username}\n${block}\n${number}`).digest('hex')
    const id = `km_${hash.slice(0, 12)}`
    if (!taken.has(id)) return id
  }
}
