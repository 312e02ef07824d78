import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'

/** Asks before something is done to the ways a person signs in. */
export function confirmPage(page: {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly button: string
  readonly csrf: Html
}): GuestPage {
  return {
    title: page.title,
    body: html`<section class="card narrow">
      <header><h1>${page.title}</h1></header>
      <p class="muted">${page.text} All your other sessions end.</p>
      <form method="post" action="${page.action}" class="row">
        ${page.csrf}
        <button class="button danger primary">${page.button}</button>
        <a class="button" href="/account">Keep</a>
      </form>
    </section>`,
  }
}
