import type { Database } from '#core/database/connect.ts'
import type { LogEntry } from '#core/notifications/log.ts'
import type { NewNotification } from '#core/notifications/notification.ts'
import { postNotifications } from '#core/notifications/post-notifications.ts'
import { gather } from './gather.ts'

/** The lines that one transaction stores at most. */
const GROUP = 512
/** A sender's batch is one transaction as well, whatever its size. */
type Letter = readonly NewNotification[]

/** What became of one notification. */
export interface Stored {
  readonly seq: number
  readonly id: string
  readonly duplicate: boolean
  /** The connections of this process that it went to. */
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
 * a group, in order, before their senders are answered; `sentOf` says how many connections a line went to.
 */
export function createStore(
  db: Database,
  hooks: {
    handOn(entries: readonly LogEntry[]): void
    sentOf(entry: LogEntry): number
  },
): Store {
  let underWay = 0

  const enqueue = gather<Letter, readonly Stored[]>(async (letters) => {
    const all = letters.flat()
    underWay += 1
    const posted = await postNotifications(db, all)
      .catch((error: unknown) => {
        // Lines of others may have been waiting for ours.
        hooks.handOn([])
        throw error
      })
      .finally(() => (underWay -= 1))
    const entries: LogEntry[] = []
    for (const [place, { seq, id, duplicate }] of posted.entries()) {
      const given = all[place]
      if (!duplicate && given) {
        entries.push({ seq, id, username: given.username, body: given.body })
      }
    }
    hooks.handOn(entries)
    const sent = new Map(entries.map((entry) => [entry.seq, hooks.sentOf(entry)]))
    let place = 0
    return letters.map((letter) => {
      const own = posted.slice(place, (place += letter.length))
      return own.map((one) => ({ ...one, sent: one.duplicate ? 0 : (sent.get(one.seq) ?? 0) }))
    })
  }, GROUP)

  return {
    post: enqueue,
    get busy() {
      return underWay > 0
    },
  }
}
