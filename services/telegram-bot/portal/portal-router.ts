import type { Middleware } from 'koa'
import { z } from 'zod'
import type { Database } from '#core/database/connect.ts'
import { BadRequest } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import type { RateLimits } from '#core/http/rate-limits.ts'
import { Router } from '#core/http/router.ts'
import { notify } from '#core/notifications/notify.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { beginLink, confirmLink, dropLinkRequest } from '../links/link-requests.ts'
import { linkOf, unlink as endLink } from '../links/links.ts'
import { linkCard } from './link-card.ts'
import { readLinkView } from './link-view.ts'
import { telegramPage } from './telegram-page.ts'

export interface PortalOptions {
  readonly db: Database
  readonly limits: RateLimits
  /** Under which name the deliveries are kept. */
  readonly channel: string
  readonly identity: Middleware
  botName(): string | undefined
}

/** How many codes a person may make. */
const CODES = { points: 20, seconds: 600 }

const chatField = z.coerce.number().int()

/** The person's page, and the addresses at which older pages ask for the link and end it. */
export function portalRouter({ db, limits, channel, identity, botName }: PortalOptions): Router {
  const view = (ctx: PageContext) => readLinkView(db, channel, personOf(ctx), botName())

  async function showPage(ctx: PageContext): Promise<void> {
    sendFragment(ctx, telegramPage(await view(ctx)))
  }

  async function showLink(ctx: PageContext): Promise<void> {
    sendFragment(ctx, linkCard(await view(ctx)))
  }

  async function begin(ctx: PageContext): Promise<void> {
    const { personId, username } = personOf(ctx)
    await limits.take('telegram-link', personId, CODES)
    await beginLink(db, username)
    seeOther(ctx, '/telegram')
  }

  async function confirm(ctx: PageContext): Promise<void> {
    const person = personOf(ctx)
    const chat = chatField.safeParse((await readForm(ctx)).get('chat'))
    if (!chat.success) throw new BadRequest('no_chat', 'The form names no chat')
    await confirmLink(db, person, chat.data)
    await notify(db, person.username, welcome)
    seeOther(ctx, '/telegram')
  }

  async function refuse(ctx: PageContext): Promise<void> {
    await dropLinkRequest(db, { username: personOf(ctx).username })
    seeOther(ctx, '/telegram')
  }

  async function unlink(ctx: PageContext): Promise<void> {
    const { username, email } = personOf(ctx)
    await endLink(db, username, email)
    seeOther(ctx, '/telegram')
  }

  async function tellStatus(ctx: PageContext): Promise<void> {
    const link = await linkOf(db, personOf(ctx).username)
    ctx.set('Cache-Control', 'no-store')
    ctx.body = link
      ? { linked: true, linked_at: link.linkedAt.toISOString().replace(/\.\d+Z$/, 'Z') }
      : { linked: false }
  }

  async function unlinkByApi(ctx: PageContext): Promise<void> {
    const { username, email } = personOf(ctx)
    if (!(await endLink(db, username, email)))
      throw new BadRequest('not_linked', 'No Telegram is linked to your account')
    ctx.body = { ok: true }
  }

  return new Router()
    .get('/telegram', identity, showPage)
    .get('/telegram/link', identity, showLink)
    .post('/telegram/link', identity, checkCsrf, begin)
    .post('/telegram/confirm', identity, checkCsrf, confirm)
    .post('/telegram/refuse', identity, checkCsrf, refuse)
    .post('/telegram/unlink', identity, checkCsrf, unlink)
    .get('/api/telegram/status', identity, tellStatus)
    .post('/api/telegram/unlink', identity, checkCsrf, unlinkByApi)
}

/** Comes by every channel: who did not link a chat learns of it by the others. */
const welcome = {
  title: 'Telegram is linked',
  message:
    'Your notifications come here from now on. Scripts in `~/user/notifications/` make them; your AI assistant can write one. /status shows yours, /help what else you can say here.',
}
