import { CLOSE, PING, tokenExpiringFrame } from '../protocol/server-message.ts'
import type { Connection } from './connection.ts'
import type { Registry } from './registry.ts'
import type { Sender } from './sender.ts'

const TICK_MS = 250
const AUTH_MS = 10_000
const WARN_SECONDS = 60
/** Messages of its own between two pings; a client that says more is not one of ours. */
const MAX_RECEIVED = 1000

export interface PulseOptions {
  readonly registry: Registry
  readonly sender: Sender
  readonly intervalSeconds: number
  readonly maxMissed: number
  /** Ends a connection with an error that it can read. */
  refuse(connection: Connection, message: string): void
  end(connection: Connection, code: number, reason: string): void
}

/** The only timer of all connections: pings in turns, the time to show a token, and the end of tokens. */
export interface Pulse {
  /** Begins to ping a connection that was let in, and watches its token. */
  add(connection: Connection): void
  remove(connection: Connection): void
  close(): void
}

export function startPulse(options: PulseOptions): Pulse {
  const { registry, sender, intervalSeconds, maxMissed, refuse, end } = options
  /** By the tick at which they are pinged; one interval may have more ticks than there is memory for. */
  const slots = new Map<number, Set<Connection>>()
  const ticks = Math.max(1, Math.round((intervalSeconds * 1000) / TICK_MS))
  /** Tokens that end before, or soon after, the next ping. */
  const ending = new Set<Connection>()
  let tick = 0
  let next = 0

  function beat(): void {
    tick = (tick + 1) % ticks
    for (const connection of slots.get(tick) ?? []) ping(connection)
    for (const connection of registry.silent) {
      if (Date.now() - connection.since < AUTH_MS) break
      refuse(connection, 'Auth timeout')
    }
    for (const connection of ending) watchToken(connection)
    sender.checkBehind()
  }

  /** The answer to the last ping has a whole interval as well. */
  function ping(connection: Connection): void {
    connection.received = Math.min(0, Math.max(connection.received, -MAX_RECEIVED))
    if (connection.missed >= maxMissed) return end(connection, CLOSE.noPong, 'no pong')
    connection.missed += 1
    sender.send(connection, PING)
    if (endsSoon(connection)) ending.add(connection)
  }

  function endsSoon({ token }: Connection): boolean {
    const margin = WARN_SECONDS + 2 * intervalSeconds
    return token !== undefined && token.exp < Date.now() / 1000 + margin
  }

  function watchToken(connection: Connection): void {
    const expiresAt = connection.token?.exp ?? 0
    const left = expiresAt - Date.now() / 1000
    if (left <= 0) end(connection, CLOSE.accessEnded, 'token expired')
    else if (!endsSoon(connection)) ending.delete(connection)
    else if (left <= WARN_SECONDS && connection.modern && !connection.warned) {
      connection.warned = true
      sender.send(connection, tokenExpiringFrame(expiresAt))
    }
  }

  const timer = setInterval(beat, TICK_MS)
  return {
    add(connection) {
      // After a storm not all are pinged in one turn: an eighth of the interval is theirs.
      next = (next + 1) % ticks
      connection.slot = (tick + ticks - (next % Math.ceil(ticks / 8))) % ticks
      const slot = slots.get(connection.slot)
      if (slot) slot.add(connection)
      else slots.set(connection.slot, new Set([connection]))
      if (endsSoon(connection)) ending.add(connection)
    },
    remove(connection) {
      const slot = slots.get(connection.slot)
      slot?.delete(connection)
      if (slot?.size === 0) slots.delete(connection.slot)
      ending.delete(connection)
    },
    close: () => clearInterval(timer),
  }
}

/** Counts a message; whether it is one too many. */
export function tooTalkative(connection: Connection): boolean {
  connection.received += 1
  return connection.received > MAX_RECEIVED
}
