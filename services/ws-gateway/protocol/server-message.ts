import type { Cursor } from '#core/notifications/inbox.ts'
import type { LogEntry } from '#core/notifications/log.ts'
import type { Mark } from '#core/notifications/mark.ts'
import { textFrame } from './frame.ts'

export const PING = textFrame('{"type":"ping"}')

/** Close codes: 1012 and 1013 of the IANA registry, 44xx our own (RFC 6455 section 7.4.2). */
export const CLOSE = {
  refused: 1008,
  restart: 1012,
  tooSlow: 1013,
  accessEnded: 4401,
  noPong: 4408,
} as const

/** As most senders write it: first of all. */
const FIRST_ID = '{"id":'
const OWN_ID = /"id"\s*:/
const OWN_SEQ = /"seq"\s*:/

/**
 * A notification as clients get it: the bytes of its sender behind the type and the number. It has its
 * sender's own `id`, or the inbox's when the sender gave none.
 */
export function notificationFrame({ seq, id, body }: LogEntry): Buffer {
  const named = hasOwnId(body) ? '' : `"id":"${id}"${body === '{}' ? '' : ','}`
  // A sender's own is left out before it is stored, but for what was stored earlier: of two a client takes the last.
  const again = OWN_SEQ.test(body) ? `,"seq":${seq}` : ''
  return textFrame(`{"type":"notification","seq":${seq},${named}${body.slice(1, -1)}${again}}`)
}

function hasOwnId(body: string): boolean {
  if (body.startsWith(FIRST_ID)) return true
  // The pattern may have found an id further down.
  return OWN_ID.test(body) && (JSON.parse(body) as { readonly id?: unknown }).id !== undefined
}

/** What a client is told that shows a cursor; older ones get the name alone. */
export interface Resumed {
  readonly head: Cursor
  readonly replay: number
  readonly gap: boolean
  readonly unread: number
}

export function authOkFrame(username: string, resumed?: Resumed): Buffer {
  const { head, ...more } = resumed ?? {}
  return textFrame(
    JSON.stringify({
      type: 'auth_ok',
      username,
      ...(head && { epoch: head.epoch, head: head.seq, ...more }),
    }),
  )
}

export function authErrorFrame(message: string): Buffer {
  return textFrame(JSON.stringify({ type: 'auth_error', message }))
}

/** The answer to a new token on a connection that is open. */
export function authRenewedFrame(expiresAt: number): Buffer {
  return textFrame(JSON.stringify({ type: 'auth_renewed', expires_at: expiresAt }))
}

export function tokenExpiringFrame(expiresAt: number): Buffer {
  return textFrame(JSON.stringify({ type: 'token_expiring', expires_at: expiresAt }))
}

export function reconnectFrame(afterMs: number): Buffer {
  return textFrame(JSON.stringify({ type: 'reconnect', after_ms: afterMs }))
}

/** What another device of the same person did; `unread` is what is left. */
export function markFrame(mark: Mark, seqs: readonly number[], ids: readonly string[]): Buffer {
  return textFrame(JSON.stringify({ type: mark, seqs, ids }))
}
