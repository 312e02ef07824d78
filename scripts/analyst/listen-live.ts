import { WebSocket } from 'ws'
import { z } from 'zod'
import { AppError, messageOf } from '#core/errors.ts'
import { rest } from '#core/rest.ts'
import type { Invitation } from './live-server.ts'
import { withResolvers } from './with-resolvers.ts'

const heard = z.looseObject({ type: z.string(), message: z.unknown().optional() })
const welcome = z.object({ epoch: z.string(), head: z.number(), gap: z.boolean() })
const told = z.looseObject({
  seq: z.number(),
  title: z.string().optional(),
  message: z.string().optional(),
  script: z.string().nullish(),
  timestamp: z.string().optional(),
})

/** A notification as it came; `seq` grows. */
export type LiveNotification = z.output<typeof told>

/** How far this folder has listened. */
export const liveCursor = z.object({ epoch: z.string(), seq: z.number() })
export type LiveCursor = z.output<typeof liveCursor>

export interface Listening {
  /** Called before every connection: tokens are short-lived. */
  invite(): Promise<Invitation>
  readonly cursor: LiveCursor | undefined
  readonly signal: AbortSignal
  /** How often the server is asked whether it is still there; default half a minute. */
  readonly askEveryMs?: number
  onNotification(notification: LiveNotification): void
  /** Everything up to here was handed on. */
  onCursor(cursor: LiveCursor): Promise<void>
  /** Something for people: connected, broken off, a gap. */
  onNote(line: string): void
}

/** Failures that no other try mends, though they are not the caller's. */
const FOR_GOOD = new Set(['no_live_connections', 'place_not_kept'])

/**
 * Hands on every notification once and in order, until the signal; a connection that breaks is made again
 * and brings what was missed. Throws what the server says for good: not signed in, no live connections.
 */
export async function listenLive(listening: Listening): Promise<void> {
  const { signal, onNote } = listening
  let { cursor } = listening
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    let joined = false
    try {
      const invitation = await listening.invite()
      await oneConnection(invitation, listening, cursor, (next) => {
        cursor = next
        joined = true
      })
      if (joined && !signal.aborted) onNote('the connection has ended; trying again')
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof AppError && error.status < 500) throw error
      if (error instanceof AppError && FOR_GOOD.has(error.code)) throw error
      if (joined || attempt === 0) onNote(`not connected: ${messageOf(error)}; trying again`)
    }
    if (joined) attempt = 0
    const ms = Math.min(30_000, 1000 * 2 ** attempt) * (0.5 + Math.random())
    await rest(ms, signal)
  }
}

/** Whoever went on would be told the same again and again. */
function notKept(cause: unknown): never {
  throw new AppError(
    500,
    'place_not_kept',
    `how far was listened is not kept: ${messageOf(cause)}`,
    {
      remedy: 'Free some space or mend the rights of the folder, and listen again.',
      cause,
    },
  )
}

/** Resolves when it has ended without a reason; rejects with the one that it gave. */
function oneConnection(
  { url, token }: Invitation,
  { signal, askEveryMs = 30_000, onNotification, onCursor, onNote, invite }: Listening,
  start: LiveCursor | undefined,
  onMove: (cursor: LiveCursor) => void,
): Promise<void> {
  const { promise, resolve, reject } = withResolvers<void>()
  const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: 15_000 })
  const say = (message: object) => socket.send(JSON.stringify(message))
  const stop = () => socket.terminate()
  let cursor = start
  let reason: string | undefined
  let writing = Promise.resolve()

  const moveTo = (next: LiveCursor) => {
    cursor = next
    onMove(next)
    writing = writing.then(() => onCursor(next).catch(notKept))
    writing.catch(() => socket.terminate())
  }
  // A machine that slept, or a network that changed, leaves a connection on which nothing ever comes.
  let answered = true
  const asking = setInterval(() => {
    if (!answered) {
      reason = 'the server does not answer any more'
      socket.terminate()
    } else if (socket.readyState === WebSocket.OPEN) {
      answered = false
      socket.ping()
    }
  }, askEveryMs)
  socket.on('pong', () => (answered = true))
  signal.addEventListener('abort', stop, { once: true })
  socket.on('open', () => say({ type: 'auth', token, cursor: start ?? null }))
  socket.on('error', (error) => (reason = error.message))
  socket.on('message', (data) => {
    try {
      hear(heard.parse(JSON.parse((data as Buffer).toString('utf8'))))
    } catch (error) {
      reason = `what the server says is not understood: ${messageOf(error)}`
      socket.terminate()
    }
  })
  const hear = (message: z.output<typeof heard>) => {
    switch (message.type) {
      case 'ping':
        return say({ type: 'pong' })
      case 'auth_error':
        reason = String(message.message)
        return
      case 'auth_ok': {
        const { epoch, head, gap } = welcome.parse(message)
        onNote('listening; Ctrl-C ends it')
        if (gap) onNote('some older notifications are gone: see the portal')
        // What is replayed comes after this, with lower numbers.
        const known = start?.epoch === epoch ? start.seq : undefined
        return moveTo({ epoch, seq: known ?? (start ? 0 : head) })
      }
      case 'notification': {
        const notification = told.parse({ ...message, type: undefined })
        onNotification(notification)
        if (cursor) moveTo({ ...cursor, seq: notification.seq })
        return
      }
      case 'token_expiring':
        void invite().then(
          (fresh) => say({ type: 'auth', token: fresh.token }),
          () => socket.close(),
        )
    }
  }
  socket.on('close', () => {
    clearInterval(asking)
    signal.removeEventListener('abort', stop)
    const ended = () => (reason === undefined ? resolve() : reject(new Error(reason)))
    writing.then(ended, reject)
  })
  return promise
}
