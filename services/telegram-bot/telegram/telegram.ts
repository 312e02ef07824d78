import { Api } from 'node-telegram-bot-api'

/** What the service says to Telegram: calls of the Bot API, each tried once. */
export type Telegram = Pick<
  Api,
  | 'answerCallbackQuery'
  | 'deleteWebhook'
  | 'getMe'
  | 'getUpdates'
  | 'sendMessage'
  | 'sendPhoto'
  | 'setWebhook'
>

const CALL_TIMEOUT_MS = 30_000
/** Telegram's own bound is about 30 messages a second for a bot. */
const MESSAGES_A_SECOND = 25

/**
 * Opens the Bot API. It retries nothing by itself: what failed is written down and tried again by
 * whoever keeps the message, at the time that Telegram asks for.
 */
export function openTelegram(token: string, apiRoot: URL): Telegram {
  return new Api(token, {
    apiRoot: apiRoot.href,
    maxRetries: 0,
    timeoutMs: CALL_TIMEOUT_MS,
    rateLimit: { global: MESSAGES_A_SECOND },
  })
}
