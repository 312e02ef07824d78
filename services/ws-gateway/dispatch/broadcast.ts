import { Unavailable } from '#core/errors.ts'
import type { NewNotification } from '#core/notifications/notification.ts'
import type { Store } from '../log/store.ts'

/** Whom one turn tells at most: others are heard before the next one. */
const PEOPLE_AT_ONCE = 500
/** The same by what they are told, of which each gets a copy. */
const CHARACTERS_AT_ONCE = 2 * 1024 * 1024

type Letter = Omit<NewNotification, 'username'>

/**
 * Tells many people the same, part after part, each durable before the next. Unavailable('partly_stored') when not all
 * could be told: what was stored stays.
 */
export async function broadcast(
  store: Pick<Store, 'post'>,
  usernames: readonly string[],
  letter: Letter,
): Promise<{ readonly sent: number; readonly stored: number }> {
  const fitting = Math.floor(CHARACTERS_AT_ONCE / letter.body.length)
  const size = Math.max(1, Math.min(PEOPLE_AT_ONCE, fitting))
  let sent = 0
  for (let place = 0; place < usernames.length; place += size) {
    const part = usernames.slice(place, place + size)
    try {
      const stored = await store.post(part.map((username) => ({ username, ...letter })))
      for (const one of stored) sent += one.sent
    } catch (error) {
      throw place === 0 ? error : partlyStored(place, usernames.length, letter, error)
    }
  }
  return { sent, stored: usernames.length }
}

function partlyStored(told: number, all: number, { key }: Letter, cause: unknown): Unavailable {
  const again =
    key === undefined
      ? 'Asked again without an id, it comes to them twice.'
      : 'Ask again with the same id: nobody gets it twice.'
  const message = `Stored for ${told} of ${all}: the database does not answer. ${again}`
  return new Unavailable('partly_stored', message, { cause })
}
