import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'

/** Asks the person to press the button that signs them in. */
export function confirmPage(csrf: Html, ticket: string): GuestPage {
  return {
    title: 'Sign in',
    body: html`<section class="card">
      <header><h1>Welcome from the intranet</h1></header>
      <form method="post" action="/login/intranet" class="stack">
        ${csrf}
        <input type="hidden" name="ticket" value="${ticket}" />
        <button class="button primary block">Sign in</button>
      </form>
    </section>`,
  }
}
