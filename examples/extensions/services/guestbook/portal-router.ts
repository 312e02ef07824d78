import type { Context, Middleware } from 'koa'
import { html } from '#core/html.ts'
import { Router } from '#core/http/router.ts'
import type { Greetings } from './greetings.ts'

/** The page and the dashboard's card, as fragments: the portal puts its layout around them. */
export function portalRouter(greetings: Greetings, identity: Middleware, limit: number): Router {
  async function showPage(ctx: Context): Promise<void> {
    const newest = await greetings.newest(limit)
    ctx.type = 'html'
    ctx.body = html`<h1>Guestbook</h1>
      ${
        newest.length === 0
          ? html`<p class="empty">Nobody has left a greeting yet.</p>`
          : html`<ul>
              ${newest.map(
                ({ name, at }) =>
                  html`<li>
                    ${name}, <time datetime="${at.toISOString()}">${at.toUTCString()}</time>
                  </li>`,
              )}
            </ul>`
      }`.text
  }

  async function showWidget(ctx: Context): Promise<void> {
    ctx.type = 'html'
    ctx.body = html`<p><a href="/guestbook">${await greetings.count()} greetings</a></p>`.text
  }

  return new Router()
    .get('/guestbook', identity, showPage)
    .get('/guestbook/widget', identity, showWidget)
}
