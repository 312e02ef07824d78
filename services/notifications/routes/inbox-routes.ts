import type { Middleware } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { BadRequest } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { inboxHead, listInbox, unreadCount } from '#core/notifications/inbox.ts'
import { markNotifications, markReadUpTo, restoreNotifications } from '#core/notifications/mark.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { inboxPage } from '../pages/inbox-page.ts'
import { inboxAddress, readInboxQuery } from '../pages/inbox-query.ts'
import { inboxWidget } from '../pages/inbox-widget.ts'

const PAGE = 50
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** /notifications: what a person was told, newest first; searched, read, dismissed. */
export function inboxRoutes(db: Database, identity: Middleware): Router {
  async function showInbox(ctx: PageContext): Promise<void> {
    const { username, csrf } = personOf(ctx)
    const query = readInboxQuery(ctx.querystring)
    const { q, unreadOnly, dismissed, before } = query
    const { seq: head } = await inboxHead(db)
    const text = q === '' ? undefined : q
    const search = { text, unreadOnly, dismissed, before, limit: PAGE + 1 }
    const found = await listInbox(db, username, search)
    const unread = await unreadCount(db, username)
    const notifications = found.slice(0, PAGE)
    const more = found.length > PAGE
    const page = { ...query, notifications, unread, head, more, csrf, now: new Date() }
    sendFragment(ctx, inboxPage(page))
  }

  async function showWidget(ctx: PageContext): Promise<void> {
    const { username } = personOf(ctx)
    const [newest] = await listInbox(db, username, { limit: 1 })
    sendFragment(ctx, inboxWidget(await unreadCount(db, username), newest, new Date()))
  }

  async function mark(ctx: PageContext): Promise<void> {
    const form = await readForm(ctx)
    const ids = form.getAll('id').filter((id) => uuid.test(id))
    const { username } = personOf(ctx)
    const as = form.get('as')
    if (as === 'restored') await restoreNotifications(db, username, ids)
    else await markNotifications(db, username, as === 'dismissed' ? 'dismissed' : 'read', ids)
    seeOther(ctx, inboxAddress(readInboxQuery(ctx.querystring)))
  }

  /** Everything that the page could show: what came since then is still new. */
  async function readAll(ctx: PageContext): Promise<void> {
    const upTo = (await readForm(ctx)).get('upTo') ?? ''
    if (!/^\d{1,15}$/.test(upTo)) {
      throw new BadRequest('no_end', 'The form does not say up to where', {
        remedy: 'Reload the page and try again.',
      })
    }
    await markReadUpTo(db, personOf(ctx).username, Number(upTo))
    seeOther(ctx, '/notifications')
  }

  return new Router()
    .get('/notifications', identity, showInbox)
    .get('/notifications/widget', identity, showWidget)
    .post('/notifications/mark', identity, checkCsrf, mark)
    .post('/notifications/read-all', identity, checkCsrf, readAll)
}
