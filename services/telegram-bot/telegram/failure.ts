import { NetworkError, ParseError, TelegramApiError, TimeoutError } from 'node-telegram-bot-api'
import { messageOf } from '#core/errors.ts'
import { storableText } from '#core/storable-text.ts'

/** What a failed call of the Bot API means for the one who made it. */
export type Failure =
  /** Telegram asks to wait. */
  | { readonly kind: 'wait'; readonly afterMs: number; readonly reason: string }
  /** The person has blocked the bot, or the chat is gone: nothing will ever arrive there. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** The token is refused: no message of anybody arrives until an administrator mends it. */
  | { readonly kind: 'token'; readonly reason: string }
  /** Somebody else asks for the updates of this bot. */
  | { readonly kind: 'conflict'; readonly reason: string }
  /** The marks in a text are not understood. */
  | { readonly kind: 'marks'; readonly reason: string }
  /** Telegram will never take exactly this. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nobody knows whether it arrived: try again. */
  | { readonly kind: 'trouble'; readonly reason: string }

const gone = /chat not found|user is deactivated|user not found|PEER_ID_INVALID|bot was kicked/i
const marks = /can't parse entities|can't find end of|unsupported start tag/i

/**
 * Reads an error of the Bot API by its code; the texts are those that core.telegram.org/bots/api and
 * its server give in `description`.
 */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof TelegramApiError)) return { kind: 'trouble', reason: reasonOf(error) }
  const reason = storableText(`Telegram answered ${error.message}`)
  switch (error.errorCode) {
    case 429:
      return { kind: 'wait', afterMs: (error.retryAfter ?? 1) * 1000, reason }
    case 403:
      return { kind: 'gone', reason }
    case 401:
    case 404:
      return { kind: 'token', reason }
    case 409:
      return { kind: 'conflict', reason }
    case 400:
      if (gone.test(error.description)) return { kind: 'gone', reason }
      return { kind: marks.test(error.description) ? 'marks' : 'refused', reason }
    default:
      return { kind: error.errorCode < 500 ? 'refused' : 'trouble', reason }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TimeoutError) return 'Telegram did not answer in time'
  if (error instanceof ParseError) return 'Telegram answered something that is not JSON'
  if (error instanceof NetworkError) return `Telegram cannot be reached: ${error.message}`
  return messageOf(error)
}
