import { setTimeout as sleep } from 'node:timers/promises'
import { CLOSE, reconnectFrame } from '../protocol/server-message.ts'
import type { Connection } from './connection.ts'
import type { Registry } from './registry.ts'
import type { Sender } from './sender.ts'

/** So many connections a second are sent away, so that they do not all come back at once. */
const PER_SECOND = 2000
const STEP_MS = 50
/** The listener cuts whoever is still there five seconds after it was told to close. */
const MAX_MS = 4000

/**
 * Sends everybody away with 1012 (service restart), spread over the time that their number needs; clients
 * that know more are told when to come back. Resolves when all have been told.
 */
export async function drain(
  registry: Registry,
  sender: Sender,
  end: (connection: Connection, code: number, reason: string) => void,
): Promise<void> {
  const leaving = [...registry, ...registry.silent]
  const ms = Math.min(MAX_MS, (leaving.length / PER_SECOND) * 1000)
  const began = performance.now()
  for (let place = 0; place < leaving.length;) {
    // By the clock, so that a busy machine sends more away in a step and does not take longer.
    const due = ((performance.now() - began + STEP_MS) / ms) * leaving.length
    const group = leaving.slice(place, Math.max(place + 1, Math.ceil(due)))
    for (const [nth, connection] of group.entries()) {
      if (connection.modern) {
        sender.send(connection, reconnectFrame(Math.round(((place + nth) / leaving.length) * ms)))
      }
    }
    sender.flush()
    for (const connection of group) end(connection, CLOSE.restart, 'service restart')
    place += group.length
    if (place < leaving.length) await sleep(STEP_MS)
  }
}
