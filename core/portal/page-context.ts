import type { Context } from 'koa'
import type { Html } from '../html.ts'
import type { PortalIdentity } from '../http/portal-identity.ts'

/** A request of the portal, after `portalIdentity` has said who is asking. */
export type PageContext = Context

/** The person who is asking. */
export function personOf(ctx: PageContext): PortalIdentity {
  return ctx.state['person'] as PortalIdentity
}

/** Answers with a fragment, which is of one person and one moment. */
export function sendFragment(ctx: PageContext, fragment: Html): void {
  ctx.type = 'text/html; charset=utf-8'
  ctx.set('Cache-Control', 'no-store')
  ctx.body = fragment.text
}

/** Sends the browser on to an address, such as the page of a form that was taken. */
export function seeOther(ctx: Context, path: string): void {
  ctx.redirect(path)
  ctx.status = 303
}
