import type { Database } from '#core/database/connect.ts'
import type { LogEntry } from '#core/notifications/log.ts'
import type { NewNotification } from '#core/notifications/notification.ts'
import { postNotifications, type Posted } from '#core/notifications/post-notifications.ts'
import { gather } from './gather.ts'

/**
 * The lines that one transaction stores at most, but for a larger batch of one sender: while the database stores them,
 * those before them are told and new ones read.
 */
const GROUP = 256
/** A sender's batch is one transaction as well, whatever its size. */
type Letter = readonly NewNotification[]

/** What became of one notification. */
export interface Stored {
  readonly seq: number
  readonly id: string
  readonly duplicate: boolean
  /** The connections of this process that it goes to. */
  readonly sent: number
}

/** Stores notifications so that they last, and only then tells clients and senders. */
export interface Store {
  /** Resolves when all are durable and on their way, with their fates in the given order. */
  post(letter: Letter): Promise<readonly Stored[]>
  /** Whether a group is being stored. */
  readonly busy: boolean
}

/**
 * Group commit: what senders say in the same turn becomes one transaction. `handOn` gets the new lines of
 * a group, in order; `sentTo` says how many connections what is for somebody goes to.
 */
export function createStore(
  db: Database,
  hooks: {
    handOn(entries: readonly LogEntry[]): void
    sentTo(username: string): number
  },
): Store {
  /** Groups that are not told of yet. */
  let underWay = 0

  async function run(letters: readonly Letter[]): Promise<readonly Posted[]> {
    underWay += 1
    try {
      return await postNotifications(db, letters.flat())
    } catch (error) {
      underWay -= 1
      // Lines of others may have been waiting for ours.
      hooks.handOn([])
      throw error
    }
  }

  function tell(posted: readonly Posted[], letters: readonly Letter[]): (readonly Stored[])[] {
    underWay -= 1
    const given = letters.flat()
    const fresh = posted.flatMap(({ seq, id, duplicate }, nth) => {
      const one = given[nth]
      return duplicate || !one ? [] : [{ seq, id, username: one.username, body: one.body }]
    })
    hooks.handOn(fresh)
    const stored = posted.map(({ seq, id, duplicate }, nth) => {
      const sent = duplicate ? 0 : hooks.sentTo(given[nth]?.username ?? '')
      return { seq, id, duplicate, sent }
    })
    let place = 0
    return letters.map((letter) => stored.slice(place, (place += letter.length)))
  }

  const enqueue = gather(run, tell, GROUP, (letter) => letter.length)

  return {
    post: enqueue,
    get busy() {
      return underWay > 0
    },
  }
}
