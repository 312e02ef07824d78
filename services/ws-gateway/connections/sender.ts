import { CLOSE } from '../protocol/server-message.ts'
import type { Connection } from './connection.ts'

/** A client may be so many bytes behind, and so long. */
export const LIMITS = { bytes: 1024 * 1024, allBytes: 64 * 1024 * 1024, ms: 10_000 }

export type Eviction = 'bytes' | 'time' | 'all-bytes'

/**
 * Sends frames. What goes to one connection in a turn is one write; nobody is ever waited for. Who takes
 * nothing is cut with 1013, and reads what it missed after it has come back.
 */
export interface Sender {
  /** Whether the frame is on its way. */
  send(connection: Connection, frame: Buffer): boolean
  /** Writes what was gathered, now and not at the end of the turn. */
  flush(): void
  /** Cuts those who have been behind for too long, or the largest when all together are too far behind. */
  checkBehind(): void
  /** Bytes that wait for slow clients. */
  behindBytes(): number
}

export function createSender(
  onEviction: (connection: Connection, reason: Eviction) => void,
): Sender {
  let dirty: Connection[] = []
  let scheduled = false
  const behind = new Set<Connection>()

  function send(connection: Connection, frame: Buffer): boolean {
    if (connection.state === 'closed') return false
    if (connection.socket.writableLength > LIMITS.bytes) {
      evict(connection, 'bytes')
      return false
    }
    // Each may be answered, with an `ack` of its own.
    connection.received -= 1
    if (connection.queue) connection.queue.push(frame)
    else {
      connection.queue = [frame]
      dirty.push(connection)
      if (!scheduled) {
        scheduled = true
        setImmediate(flush)
      }
    }
    return true
  }

  function flush(): void {
    scheduled = false
    const gathered = dirty
    dirty = []
    for (const connection of gathered) {
      const { queue, socket } = connection
      connection.queue = undefined
      if (!queue || socket.destroyed || !socket.writable) continue
      const [first] = queue
      const taken = socket.write(queue.length === 1 && first ? first : Buffer.concat(queue))
      if (!taken && !behind.has(connection)) {
        connection.since = Date.now()
        behind.add(connection)
      }
    }
  }

  function checkBehind(): void {
    const now = Date.now()
    let all = 0
    for (const connection of behind) {
      const bytes = connection.socket.writableLength
      if (bytes === 0 || connection.socket.destroyed) behind.delete(connection)
      else if (now - connection.since > LIMITS.ms) evict(connection, 'time')
      else all += bytes
    }
    const largest = [...behind].sort((a, b) => b.socket.writableLength - a.socket.writableLength)
    for (const connection of largest) {
      if (all <= LIMITS.allBytes) break
      all -= connection.socket.writableLength
      evict(connection, 'all-bytes')
    }
  }

  function evict(connection: Connection, reason: Eviction): void {
    behind.delete(connection)
    if (connection.state !== 'closed' && reason === 'bytes') {
      connection.client.close(CLOSE.tooSlow, 'too slow')
    } else connection.client.terminate()
    // At once, and not when the close is done: it keeps nobody from coming back.
    onEviction(connection, reason)
  }

  return {
    send,
    flush,
    checkBehind,
    behindBytes: () => [...behind].reduce((sum, { socket }) => sum + socket.writableLength, 0),
  }
}
