import type { Mark } from '#core/notifications/mark.ts'
import { readAuthMessage, readClientMessage } from '../protocol/client-message.ts'
import { authErrorFrame, authRenewedFrame, CLOSE } from '../protocol/server-message.ts'
import type { ReadToken } from '../tokens/read-token.ts'
import type { Connection } from './connection.ts'
import type { Join } from './join.ts'
import { tooTalkative, type Pulse } from './pulse.ts'
import type { Registry } from './registry.ts'
import type { Sender } from './sender.ts'

/** A message before the token may have so many bytes. */
const FIRST_BYTES = 16 * 1024

/** What a conversation with a client needs. */
export interface TalkDeps {
  readonly registry: Registry
  readonly sender: Sender
  readonly pulse: Pulse
  readonly readToken: ReadToken
  readonly join: Join
  onJoined(connection: Connection): void
  /** Whether the token that it showed now holds; ends it otherwise. */
  recheck(connection: Connection): void
  acknowledge(connection: Connection, seq: number): void
  mark(connection: Connection, mark: Mark, seqs: readonly number[]): void
  refuse(connection: Connection, message: string): void
  end(connection: Connection, code: number, reason: string): void
  failed(connection: Connection, error: unknown): void
}

/** Hears what a client says: first a token, then answers to pings, acknowledgements and marks. */
export function createTalk(deps: TalkDeps) {
  const { registry, sender, pulse, readToken, join, refuse, end } = deps

  function onMessage(connection: Connection, data: Buffer, isBinary: boolean): void {
    if (connection.state === 'closed') return
    if (tooTalkative(connection)) return end(connection, CLOSE.refused, 'too many messages')
    if (connection.state === 'silent') return knock(connection, data, isBinary)
    if (!isBinary) answer(connection, data.toString('utf8'))
  }

  /** A ping of the protocol itself (RFC 6455 section 5.5.2) counts as a message. */
  function onPing(connection: Connection, data: Buffer): void {
    if (connection.state === 'closed') return
    if (tooTalkative(connection)) return end(connection, CLOSE.refused, 'too many messages')
    connection.client.pong(data)
  }

  function knock(connection: Connection, data: Buffer, isBinary: boolean): void {
    registry.unknock(connection)
    if (isBinary) return end(connection, CLOSE.refused, 'not a text message')
    if (data.length > FIRST_BYTES) return refuse(connection, 'Expected auth message with token')
    const message = readAuthMessage(data.toString('utf8'))
    if (typeof message === 'string') return refuse(connection, message)
    connection.token = readToken(message.token)
    if (!connection.token) return refuse(connection, 'Invalid token')
    const givingWay = registry.add(connection)
    if (!givingWay) return refuse(connection, 'Too many connections')
    for (const old of givingWay) end(old, CLOSE.noPong, 'another connection took its place')
    connection.state = 'joining'
    connection.modern = message.cursor !== undefined
    pulse.add(connection)
    deps.onJoined(connection)
    void join(connection, message.cursor).catch((error: unknown) => deps.failed(connection, error))
  }

  function answer(connection: Connection, text: string): void {
    const message = readClientMessage(text)
    if (!message) return
    switch (message.type) {
      case 'pong':
        connection.missed = 0
        return
      case 'ack':
        return deps.acknowledge(connection, message.seq)
      case 'read':
        return deps.mark(connection, 'read', message.seqs)
      case 'dismiss':
        return deps.mark(connection, 'dismissed', message.seqs)
      case 'auth':
        renew(connection, message.token)
    }
  }

  /** A new token of the same person on a connection that is open: it lives on until that one ends. */
  function renew(connection: Connection, text: string): void {
    if (!connection.modern) return
    const token = readToken(text)
    if (token?.sub !== connection.username) {
      sender.send(connection, authErrorFrame('Invalid token'))
      return
    }
    pulse.remove(connection)
    connection.token = token
    connection.warned = false
    pulse.add(connection)
    sender.send(connection, authRenewedFrame(token.exp))
    deps.recheck(connection)
  }

  return { onMessage, onPing }
}
