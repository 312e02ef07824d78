import type { Context } from 'koa'
import { NotFound } from '#core/errors.ts'
import { Router } from '#core/http/router.ts'
import { listOutbox, tryAgain } from '#core/mail/outbox.ts'
import { seeOther } from '#core/portal/page-context.ts'
import type { Portal } from '../portal.ts'
import { administration } from './administrator.ts'
import { outboxPage } from './outbox-page.ts'

const SHOWN = 100

/** /admin/outbox: mail, for administrators alone; whoever asked for a link never sees it here. */
export function outboxRouter(portal: Portal, delivers: boolean): Router {
  const { deps, visits, show } = portal
  const { viewer, change, record } = administration(portal)

  async function showOutbox(ctx: Context): Promise<void> {
    viewer(ctx)
    const mails = await listOutbox(deps.db, SHOWN)
    show(ctx, outboxPage({ mails, delivers, token: visits.csrfOf(ctx), now: new Date() }))
  }

  async function again(ctx: Context): Promise<void> {
    await change(ctx)
    const id = Number(ctx['params'].id)
    if (!Number.isSafeInteger(id) || !(await tryAgain(deps.db, id)))
      throw new NotFound('unknown_mail', 'There is no such message that waits.')
    await record(ctx, 'mail.again', String(id))
    seeOther(ctx, '/admin/outbox')
  }

  return new Router().get('/admin/outbox', showOutbox).post('/admin/outbox/:id/again', again)
}
