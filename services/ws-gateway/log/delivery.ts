import type { LogEntry } from '#core/notifications/log.ts'
import type { Registry } from '../connections/registry.ts'
import type { Sender } from '../connections/sender.ts'
import { notificationFrame } from '../protocol/server-message.ts'

/** Brings lines of the log to whoever is connected. */
export interface Delivery {
  handOn(entries: readonly LogEntry[]): void
  /** The connections that what is for somebody goes to. */
  sentTo(username: string): number
}

/** Delivers each line in one synchronous turn, so that nobody gets two of them in another order. */
export function createDelivery(
  registry: Registry,
  sender: Sender,
  onSent: (frames: number) => void,
): Delivery {
  return {
    handOn(entries) {
      let sent = 0
      for (const entry of entries) {
        const own = registry.of(entry.username)
        if (own.length === 0) continue
        const frame = notificationFrame(entry)
        for (const connection of [...own]) {
          if (connection.state === 'live') sent += sender.send(connection, frame) ? 1 : 0
          else connection.waiting?.push(frame)
        }
      }
      sender.flush()
      onSent(sent)
    },
    sentTo: (username) => registry.of(username).filter(({ state }) => state === 'live').length,
  }
}
