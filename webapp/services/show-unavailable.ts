import type { Context } from 'koa'
import { Unavailable } from '#core/errors.ts'
import { widgetUnavailable } from '../pages/dashboard-page.ts'
import { unavailablePage } from '../pages/unavailable-page.ts'
import type { Portal } from '../portal.ts'
import type { PortalTarget } from './portal-target.ts'

/** Says that a service does not answer: in its widget, as a page, or as a problem for other clients. */
export function showUnavailable(portal: Portal, ctx: Context, target: PortalTarget): void {
  const { manifest } = target.service
  const { page, widget } = manifest.portal ?? {}
  if (target.kind === 'widget' && widget) {
    ctx.status = 503
    ctx.type = 'html'
    ctx.body = widgetUnavailable(widget).text
    return
  }
  const title = page?.title ?? manifest.title
  if (ctx.accepts('json', 'html') === 'html')
    return portal.show(ctx, unavailablePage(title, ctx.path))
  throw new Unavailable('service_unavailable', `${title} is not available right now.`)
}
