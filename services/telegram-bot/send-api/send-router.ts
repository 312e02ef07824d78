import type { Context, Next } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { AppError, NotFound, UpstreamError } from '#core/errors.ts'
import { requireServiceToken } from '#core/http/require-service-token.ts'
import { Router } from '#core/http/router.ts'
import { activeLinkOf, endDeadLink, type Link } from '../links/links.ts'
import { failureOf } from '../telegram/failure.ts'
import { sendPhoto } from '../telegram/send-photo.ts'
import { sendText } from '../telegram/send-text.ts'
import type { Telegram } from '../telegram/telegram.ts'
import { messageText, plainText } from '../text/message-text.ts'
import { readPhoto, readText } from './read-message.ts'

/**
 * Sending at once, for other services of the stack, which have the secret `send-token`. Notifications
 * that must not be lost go through the inbox instead.
 */
export function sendRouter(
  { db, telegram }: { readonly db: Database; readonly telegram: Telegram },
  token: string,
): Router {
  const requireToken = requireServiceToken(token)

  async function send(ctx: Context): Promise<void> {
    const { user, text, marked } = await readText(ctx)
    const link = await requireLink(db, user)
    const message = marked ? messageText({ message: text }) : plainText(text)
    await orRefused(db, link, sendText(telegram, message, { chatId: link.chatId }))
    ctx.body = { ok: true }
  }

  async function sendImage(ctx: Context): Promise<void> {
    const { user, caption, photo } = await readPhoto(ctx)
    const link = await requireLink(db, user)
    const sent = sendPhoto(telegram, photo, { message: caption }, { chatId: link.chatId })
    await orRefused(db, link, sent)
    ctx.body = { ok: true }
  }

  return new Router()
    .post('/send', answerWithError, requireToken, send)
    .post('/send_photo', answerWithError, requireToken, sendImage)
}

/** Callers of this API know errors as `{"error": …}`; the code and the remedy stand beside it. */
async function answerWithError(ctx: Context, next: Next): Promise<void> {
  try {
    await next()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    ctx.set(error.headers)
    ctx.status = error.status
    ctx.body = { error: error.message, code: error.code, remedy: error.remedy }
  }
}

async function requireLink(db: Database, username: string): Promise<Link> {
  const link = await activeLinkOf(db, username)
  if (!link) throw new NotFound('not_linked', 'This user has no linked Telegram')
  return link
}

async function orRefused(db: Database, link: Link, sent: Promise<void>): Promise<void> {
  try {
    await sent
  } catch (cause) {
    const failure = failureOf(cause)
    if (failure.kind === 'gone') await endDeadLink(db, link, failure.reason)
    throw new UpstreamError('telegram_refused', failure.reason, {
      cause,
      ...(failure.kind === 'wait' && {
        headers: { 'Retry-After': String(Math.ceil(failure.afterMs / 1000)) },
      }),
    })
  }
}
