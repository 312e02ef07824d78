import type { Database } from '#core/database/connect.ts'
import { RetryLater, Undeliverable } from '#core/notifications/deliver-one.ts'
import { imageOf } from '#core/notifications/images.ts'
import type { StoredNotification } from '#core/notifications/notification.ts'
import { activeLinkOf, endDeadLink, type Link } from '../links/links.ts'
import { failureOf } from '../telegram/failure.ts'
import { sendPhoto } from '../telegram/send-photo.ts'
import { sendText } from '../telegram/send-text.ts'
import type { Telegram } from '../telegram/telegram.ts'
import { messageText } from '../text/message-text.ts'

/** A refused token is mended by a person; until then there is no hurry. */
const TOKEN_WAIT_MS = 60_000

/** Brings a notification to the person's chat; ends the link when the chat is gone. */
export async function deliver(
  { db, telegram }: { readonly db: Database; readonly telegram: Telegram },
  { username, body }: StoredNotification,
  signal: AbortSignal,
): Promise<void> {
  const link = await activeLinkOf(db, username)
  if (!link) throw new Undeliverable('no Telegram chat is linked')
  const { title, message, script, image_url: imageUrl } = body
  const words = title || message ? { title, message } : { title: script ?? 'Notification' }
  const image = imageUrl === undefined ? undefined : await imageOf(db, username, imageUrl)
  try {
    if (image) await sendPhoto(telegram, image, words, { chatId: link.chatId, signal })
    else await sendText(telegram, messageText(words), { chatId: link.chatId, signal })
  } catch (error) {
    await refuseOrRetry(db, link, error)
  }
}

/** Turns a failed call into what the channel understands; always throws. */
async function refuseOrRetry(db: Database, link: Link, error: unknown): Promise<never> {
  const failure = failureOf(error)
  switch (failure.kind) {
    case 'wait':
      throw new RetryLater(failure.reason, failure.afterMs, { cause: error })
    case 'token':
      throw new RetryLater(failure.reason, TOKEN_WAIT_MS, { cause: error })
    case 'gone':
      await endDeadLink(db, link, failure.reason)
      throw new Undeliverable(failure.reason, { cause: error })
    case 'refused':
    case 'marks':
      throw new Undeliverable(failure.reason, { cause: error })
    default:
      throw new Error(failure.reason, { cause: error })
  }
}
