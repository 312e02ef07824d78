import { messageOf } from '#core/errors.ts'
import type { Logger } from '#core/log.ts'
import type { SessionPlace } from '../session-place.ts'
import { analyseOwn } from './analyse-new.ts'
import { sharedTurns } from './shared-turns.ts'

/** So long an answer waits; whoever sent much finds the rest a little later. */
const WAIT_MS = 5000

/** Reckons people's sessions when they ask for them. */
export interface OwnReckoning {
  /** Resolves when all is reckoned that the person sent before; after some seconds in any case, while it goes on. */
  reckon(username: string): Promise<void>
  /** Begins nothing more, and resolves when nothing goes on. */
  close(): Promise<void>
}

/** One at a time for each person, however often they ask. What fails is logged: all else is known all the same. */
export function ownReckoning(
  place: SessionPlace,
  log: Logger,
  waitMs: number = WAIT_MS,
): OwnReckoning {
  const closing = new AbortController()
  const turns = sharedTurns(async (username) => {
    try {
      await analyseOwn(place, username, closing.signal)
    } catch (error) {
      if (error === closing.signal.reason) return
      log.warn({ username, reason: messageOf(error) }, 'a person’s sessions were not reckoned')
    }
  })
  return {
    async reckon(username) {
      const enough = Promise.withResolvers<void>()
      const timer = setTimeout(enough.resolve, waitMs)
      await Promise.race([turns.take(username), enough.promise])
      clearTimeout(timer)
    },
    async close() {
      closing.abort()
      await turns.ended()
    },
  }
}
