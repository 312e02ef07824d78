import { z } from 'zod'
import type { Database } from '#core/database/connect.ts'
import { BadRequest } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { mailOf } from '#core/mail/outbox.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { digestPage } from './digest-page.ts'
import { sendTime, type SendTime } from './send-time.ts'
import { subscribe, subscriptionOf, unsubscribe } from './subscriptions.ts'

/** The page, to be mounted behind `portalIdentity`. */
export function digestRouter(db: Database, usual: SendTime): Router {
  async function showPage(ctx: PageContext): Promise<void> {
    const person = personOf(ctx)
    const subscription = await subscriptionOf(db, person.username)
    const mailId = subscription?.mailId ?? null
    const last = mailId === null ? undefined : await mailOf(db, mailId)
    sendFragment(ctx, digestPage({ person, subscription, last, usual }))
  }

  async function save(ctx: PageContext): Promise<void> {
    const given = sendTime.safeParse(Object.fromEntries(await readForm(ctx)))
    if (!given.success) throw new BadRequest('invalid_time', z.prettifyError(given.error))
    await subscribe(db, personOf(ctx).username, given.data)
    seeOther(ctx, '/digest')
  }

  async function switchOff(ctx: PageContext): Promise<void> {
    await unsubscribe(db, personOf(ctx).username)
    seeOther(ctx, '/digest')
  }

  return new Router()
    .get('/digest', showPage)
    .post('/digest', checkCsrf, save)
    .post('/digest/off', checkCsrf, switchOff)
}
