import type { Context } from 'koa'
import { html } from '#core/html.ts'
import type { Problem } from '#core/http/problem.ts'
import { errorPage } from '../pages/error-page.ts'
import type { Portal } from '../portal.ts'

/** Shows an error to a person: as a page, or as one line where a part of a page was asked for. */
export function showError({ show }: Portal, ctx: Context, problem: Problem): void {
  if (ctx.get('hx-request') !== 'true') {
    show(ctx, errorPage(problem))
    return
  }
  ctx.type = 'html'
  ctx.body = html`<p class="notice fail" role="alert">${problem.detail} ${problem.remedy}</p>`.text
}
