import type { Cursor } from '#core/notifications/inbox.ts'
import type { Replay } from '#core/notifications/log.ts'
import type { AuthMessage } from '../protocol/client-message.ts'
import { authOkFrame, notificationFrame } from '../protocol/server-message.ts'
import { isRevocable } from '../tokens/standing.ts'
import type { Connection } from './connection.ts'
import type { Sender } from './sender.ts'

export interface Joining {
  readonly connection: Connection
  readonly cursor: AuthMessage['cursor']
  /** The position of the log at which it was registered: what comes after it is live. */
  readonly until: Cursor
}

/** What the database knows of somebody who joins. */
export interface Known {
  readonly ended: boolean
  readonly replay: Replay | undefined
}

/** Brings a connection with a good token up to date. */
export type Join = (connection: Connection, cursor: AuthMessage['cursor']) => Promise<void>

/**
 * Joining needs the database, which `ask` asks, only for tokens that can be revoked and for cursors. What
 * comes meanwhile waits in the connection, and in one synchronous turn it gets what it missed up to the
 * position of the log at which it was registered, and then what came after: each line once, in order.
 */
export function createJoin(deps: {
  readonly sender: Sender
  ask(joining: Joining): Promise<Known>
  head(): Cursor
  refuse(connection: Connection, message: string): void
  onReplay(lines: number): void
}): Join {
  const { sender, ask, head, refuse, onReplay } = deps

  return async function join(connection, cursor) {
    const { token } = connection
    if (!token) return
    if (!connection.modern && !isRevocable(token)) {
      connection.state = 'live'
      sender.send(connection, authOkFrame(token.sub))
      return
    }
    const until = head()
    connection.waiting = []
    const { ended, replay } = await ask({ connection, cursor, until })
    if (connection.state !== 'joining') return
    if (ended) return refuse(connection, 'Invalid token')
    const { waiting } = connection
    connection.waiting = undefined
    connection.state = 'live'
    if (!connection.modern || !replay) sender.send(connection, authOkFrame(token.sub))
    else {
      const { entries, gap, unread } = replay
      onReplay(entries.length)
      const resumed = { head: until, replay: entries.length, gap, unread }
      sender.send(connection, authOkFrame(token.sub, resumed))
      for (const entry of entries) sender.send(connection, notificationFrame(entry))
    }
    for (const frame of waiting ?? []) sender.send(connection, frame)
  }
}
