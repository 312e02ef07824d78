import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'

/** Asks whether to link the desktop app. */
export function linkAppPage(csrf: Html, username: string): GuestPage {
  return {
    title: 'Link the desktop app',
    body: html`<section class="card narrow">
      <header><h1>Link the desktop app</h1></header>
      <p>
        The app on this computer will act for <strong>${username}</strong> until you unlink it on
        your account page. Go on only if you started the app yourself.
      </p>
      <form method="post" action="/api/desktop/authorize">
        ${csrf}
        <button class="button primary">Authorize</button>
      </form>
    </section>`,
  }
}

/** Hands the address over to the app: a link that the person opens, so that the browser asks nobody else. */
export function openAppPage(url: string): GuestPage {
  return {
    title: 'Open the desktop app',
    body: html`<section class="card narrow">
      <header><h1>The app is linked</h1></header>
      <p>Open it now: the link is the app’s key, so do not pass it on.</p>
      <p><a class="button primary" href="${url}">Open the app</a></p>
      <p class="small muted"><a href="/account">Your account and devices</a></p>
    </section>`,
  }
}
