import type { Context, Next } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { Unauthorized } from '#core/errors.ts'
import { readJson } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { isSameSecret } from '#core/http/same-secret.ts'
import { storeUpdates } from './stored-updates.ts'
import { rawUpdate } from './update.ts'

/** Where Telegram calls in webhook mode. */
export const WEBHOOK_PATH = '/webhooks/telegram'

const UPDATE_BYTES = 256 * 1024

/** Takes updates from Telegram, which proves itself by the header that setWebhook's secret_token asks for. */
export function webhookRouter(db: Database, secret: string): Router {
  function requireSecret(ctx: Context, next: Next) {
    if (!isSameSecret(ctx.get('x-telegram-bot-api-secret-token'), secret))
      throw new Unauthorized('telegram_only', 'Only Telegram calls here')
    return next()
  }

  async function takeUpdate(ctx: Context): Promise<void> {
    await storeUpdates(db, [await readJson(ctx, rawUpdate, UPDATE_BYTES)])
    ctx.body = {}
  }

  return new Router().post(WEBHOOK_PATH, requireSecret, takeUpdate)
}
