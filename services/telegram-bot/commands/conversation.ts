import type { InlineKeyboardMarkup } from 'node-telegram-bot-api'
import type { Database } from '#core/database/connect.ts'
import type { RateLimits } from '#core/http/rate-limits.ts'
import type { Logger } from '#core/log.ts'
import type { Runner } from '../runner/runner.ts'
import { sendText } from '../telegram/send-text.ts'
import type { Telegram } from '../telegram/telegram.ts'
import { messageText } from '../text/message-text.ts'
import type { Sender } from '../updates/update.ts'

/** What commands and buttons work with. */
export interface BotDeps {
  readonly db: Database
  readonly log: Logger
  readonly telegram: Telegram
  readonly limits: RateLimits
  /** Absent while no service here runs scripts. */
  readonly runner: Runner | undefined
  readonly instanceName: string
  /** The page of the portal that links and unlinks. */
  readonly page: URL
  /** The bot's own name, as soon as Telegram has told it. */
  botName(): string | undefined
}

/** One person who has written or pressed something in their private chat. */
export interface Conversation {
  readonly deps: BotDeps
  readonly chatId: number
  readonly sender: Sender
  /** What stood behind the command. */
  readonly rest: string
  readonly signal: AbortSignal
}

/** Answers in simple Markdown. */
export function say(
  { deps, chatId, signal }: Conversation,
  message: string,
  keyboard?: InlineKeyboardMarkup,
): Promise<void> {
  return sendText(deps.telegram, messageText({ message }), { chatId, keyboard, signal })
}

/** Text of others within Markdown of ours: shown as it is, as far as a database and Telegram can take it. */
export function verbatim(text: string): string {
  const line = text
    .replaceAll(/[`\p{Cc}]/gu, ' ')
    .slice(0, 400)
    .toWellFormed()
  return `\`${line || ' '}\``
}
