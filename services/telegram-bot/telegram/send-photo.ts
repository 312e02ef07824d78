import { InputFile } from 'node-telegram-bot-api'
import { CAPTION_LIMIT, messageText, type MessageText } from '../text/message-text.ts'
import { sendText, withMarksOrWithout, type SendOptions } from './send-text.ts'
import { failureOf } from './failure.ts'
import type { Telegram } from './telegram.ts'

/** An image as bytes. */
export interface Photo {
  readonly type: 'image/png' | 'image/jpeg'
  readonly bytes: Uint8Array
}

/** What stands with a photo. */
export interface PhotoText {
  readonly title?: string | undefined
  readonly message?: string | undefined
}

/**
 * Sends an image with its text: as the caption where it fits, else as a message of its own after it. An
 * image that Telegram cannot show does not take its text with it.
 */
export async function sendPhoto(
  telegram: Telegram,
  photo: Photo,
  words: PhotoText,
  options: SendOptions,
): Promise<void> {
  const caption = messageText(words, CAPTION_LIMIT)
  try {
    await sendCaptioned(telegram, photo, caption.cut ? messageText({}) : caption, options)
  } catch (error) {
    if (failureOf(error).kind !== 'refused') throw error
    const message = `${words.message ?? ''}\n\n_Telegram could not show the image._`.trim()
    return sendText(telegram, messageText({ ...words, message }), options)
  }
  if (caption.cut) await sendText(telegram, messageText(words), options)
}

async function sendCaptioned(
  telegram: Telegram,
  { type, bytes }: Photo,
  { html, plain }: MessageText,
  { chatId, signal }: SendOptions,
): Promise<void> {
  const meta = { filename: `image.${type.slice('image/'.length)}`, contentType: type }
  const common = { chat_id: chatId, photo: new InputFile(bytes, meta) }
  const bare = () => telegram.sendPhoto({ ...common, ...(plain && { caption: plain }) }, signal)
  if (plain === '') await bare()
  else
    await withMarksOrWithout(
      () => telegram.sendPhoto({ ...common, caption: html, parse_mode: 'HTML' }, signal),
      bare,
    )
}
