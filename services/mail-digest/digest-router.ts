import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, Next } from 'koa'
import { z } from 'zod'
import type { Database } from '#core/database/connect.ts'
import { BadRequest, Forbidden } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'
import { Router } from '#core/http/router.ts'
import { digestPage } from './digest-page.ts'
import { sendTime, type SendTime } from './send-time.ts'
import { subscribe, subscriptionOf, unsubscribe } from './subscriptions.ts'

/** The page, to be mounted behind `portalIdentity`. */
export function digestRouter(db: Database, usual: SendTime): Router {
  async function showPage(ctx: Context): Promise<void> {
    const person = personOf(ctx)
    ctx.type = 'text/html; charset=utf-8'
    ctx.set('Cache-Control', 'no-store')
    ctx.body = digestPage(person, await subscriptionOf(db, person.username), usual).text
  }

  async function save(ctx: Context): Promise<void> {
    const given = sendTime.safeParse(Object.fromEntries(await readForm(ctx)))
    if (!given.success) throw new BadRequest('invalid_time', z.prettifyError(given.error))
    await subscribe(db, personOf(ctx).username, given.data)
    backToPage(ctx)
  }

  async function switchOff(ctx: Context): Promise<void> {
    await unsubscribe(db, personOf(ctx).username)
    backToPage(ctx)
  }

  return new Router()
    .get('/digest', showPage)
    .post('/digest', checkCsrf, save)
    .post('/digest/off', checkCsrf, switchOff)
}

function personOf(ctx: Context): PortalIdentity {
  return ctx.state['person'] as PortalIdentity
}

async function checkCsrf(ctx: Context, next: Next): Promise<void> {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const { csrf } = personOf(ctx)
  const given = (await readForm(ctx)).get('csrf') ?? ''
  if (csrf === '' || !timingSafeEqual(digest(given), digest(csrf)))
    throw new Forbidden('csrf', 'The form has expired', {
      remedy: 'Reload the page and try again.',
    })
  await next()
}

function backToPage(ctx: Context): void {
  // Without the page that Koa adds to a redirect: the portal would show it instead of following.
  ctx.status = 303
  ctx.set('Location', '/digest')
  ctx.body = ''
}
