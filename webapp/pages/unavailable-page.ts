import { html } from '#core/html.ts'
import type { Page } from './frame.ts'
import { icon } from './icon.ts'

/** Stands in for the page of a service that does not answer. */
export function unavailablePage(title: string, path: string): Page {
  return {
    title: `${title} is not available`,
    status: 503,
    body: html`<header class="page-head">
        <div><h1>${title}</h1></div>
      </header>
      <section class="card">
        <div class="empty">
          ${icon('plug')}
          <h2>${title} is not available right now</h2>
          <p>The rest of the portal works. If it stays like this, tell an administrator.</p>
          <a class="button" href="${path}">Try again</a>
        </div>
      </section>`,
  }
}
