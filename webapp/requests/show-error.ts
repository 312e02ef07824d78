import type { Context } from 'koa'
import { html } from '#core/html.ts'
import type { Problem } from '#core/http/problem.ts'
import { errorPage } from '../pages/error-page.ts'
import type { Portal } from '../portal.ts'
import { safeNext } from '../safe-next.ts'

/** Shows an error to a person: as a page, or as one line where a part of a page was asked for. */
export function showError({ show }: Portal, ctx: Context, problem: Problem): void {
  if (ctx.get('hx-request') !== 'true') {
    show(ctx, errorPage({ ...problem, ...whereFrom(ctx) }))
    return
  }
  ctx.type = 'html'
  ctx.body = html`<p class="notice fail" role="alert">${problem.detail} ${problem.remedy}</p>`.text
}

/** The page of this portal on which a form was sent, as browsers name it under our referrer policy. */
function whereFrom(ctx: Context): { readonly back?: string } {
  const from = ctx.get('referer')
  if (ctx.method === 'GET' || !URL.canParse(from)) return {}
  const { host, pathname, search } = new URL(from)
  return host === ctx.host ? { back: safeNext(`${pathname}${search}`) } : {}
}
