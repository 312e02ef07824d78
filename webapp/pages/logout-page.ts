import { html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from './frame.ts'

/** Asks before signing out, so that no link from elsewhere can do it. */
export function logoutPage(csrf: string): Page {
  return {
    title: 'Sign out',
    body: html`<section class="card narrow">
      <header><h1>Sign out?</h1></header>
      <p class="muted">
        This ends the session of this browser. Tokens on your machines stay valid.
      </p>
      <form method="post" action="/logout" class="row">
        ${csrfField(csrf)}
        <button class="button primary">Sign out</button>
        <a class="button" href="/">Stay</a>
      </form>
    </section>`,
  }
}
