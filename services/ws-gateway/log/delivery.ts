import type { LogEntry } from '#core/notifications/log.ts'
import type { Registry } from '../connections/registry.ts'
import type { Sender } from '../connections/sender.ts'
import { notificationFrame } from '../protocol/server-message.ts'

/** Brings lines of the log to whoever is connected; the counts are for the answers to senders. */
export interface Delivery {
  handOn(entries: readonly LogEntry[]): void
  /** The connections that a line went to, or will go to once the lines before it are read. */
  sentOf(seq: number, username: string): number
}

/** Delivers each line in one synchronous turn, so that nobody gets two of them in another order. */
export function createDelivery(
  registry: Registry,
  sender: Sender,
  onSent: (frames: number) => void,
): Delivery {
  let first = 0
  let counts: number[] = []

  return {
    handOn(entries) {
      first = entries[0]?.seq ?? 0
      counts = []
      let all = 0
      for (const entry of entries) {
        let sent = 0
        const own = registry.of(entry.username)
        if (own.length > 0) {
          const frame = notificationFrame(entry)
          for (const connection of [...own]) {
            if (connection.state === 'live') sent += sender.send(connection, frame) ? 1 : 0
            else connection.waiting?.push({ seq: entry.seq, frame })
          }
        }
        counts[entry.seq - first] = sent
        all += sent
      }
      sender.flush()
      onSent(all)
    },
    sentOf: (seq, username) => counts[seq - first] ?? registry.of(username).length,
  }
}
