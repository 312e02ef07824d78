import type { InlineKeyboardMarkup } from 'node-telegram-bot-api'
import type { MessageText } from '../text/message-text.ts'
import { failureOf } from './failure.ts'
import type { Telegram } from './telegram.ts'

/** What a message is sent to and with. */
export interface SendOptions {
  readonly chatId: number
  readonly keyboard?: InlineKeyboardMarkup | undefined
  readonly signal?: AbortSignal | undefined
}

/** Sends a text; one whose marks Telegram does not take arrives without them. Throws as the Api does. */
export async function sendText(
  telegram: Telegram,
  text: MessageText,
  { chatId, keyboard, signal }: SendOptions,
): Promise<void> {
  const common = {
    chat_id: chatId,
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: keyboard }),
  }
  await withMarksOrWithout(
    () => telegram.sendMessage({ ...common, text: text.html, parse_mode: 'HTML' }, signal),
    () => telegram.sendMessage({ ...common, text: text.plain }, signal),
  )
}

/** Tries with marks, and once more without when those are what Telegram refuses. */
export async function withMarksOrWithout(
  marked: () => Promise<unknown>,
  plain: () => Promise<unknown>,
): Promise<void> {
  try {
    await marked()
  } catch (error) {
    if (failureOf(error).kind !== 'marks') throw error
    await plain()
  }
}
