import { html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from './frame.ts'

/** Asks before a token is revoked: the machine that uses it stops at once. */
export function revokeTokenPage(
  token: { readonly id: string; readonly name: string },
  csrf: string,
): Page {
  return {
    title: 'Revoke a token',
    body: html`<section class="card narrow">
      <header><h1>Revoke “${token.name}”?</h1></header>
      <p class="muted">
        The machine that uses it can fetch nothing more, from now on. What it has fetched stays
        there.
      </p>
      <form method="post" action="/account/tokens/${token.id}/revoke" class="row">
        ${csrfField(csrf)}
        <button class="button danger primary">Revoke</button>
        <a class="button" href="/account">Keep</a>
      </form>
    </section>`,
  }
}
