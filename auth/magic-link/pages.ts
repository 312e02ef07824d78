import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'
import { LINK_MINUTES } from './asked-link.ts'

/** The form that asks for a link. */
export function askPage(csrf: Html): GuestPage {
  return {
    title: 'Get a link by mail',
    body: html`<form class="card stack" method="post" action="/login/email/send">
      <header><h1>Get a link by mail</h1></header>
      ${csrf}
      <div class="field">
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" required autocomplete="email" />
      </div>
      <button class="button primary block">Send the link</button>
      <p><a href="/login">Other ways to sign in</a></p>
    </form>`,
  }
}

/** What everybody gets who asked, whether or not something was sent. */
export function sentPage(): GuestPage {
  return {
    title: 'Look at your mail',
    body: html`<section class="card">
      <header><h1>Look at your mail</h1></header>
      <p>
        If the address may enter here, a link is on its way. It works once, within ${LINK_MINUTES}
        minutes, in this browser.
      </p>
      <p class="muted">
        Nothing came? Look into the spam folder, or <a href="/login/email">ask again</a>.
      </p>
    </section>`,
  }
}

/** The page behind the link: only its button signs in, which no mail scanner presses. */
export function confirmPage(action: string, csrf: Html): GuestPage {
  return {
    title: 'Sign in',
    body: html`<form class="card stack" method="post" action="${action}">
      <header><h1>Almost there</h1></header>
      ${csrf}
      <button class="button primary block">Sign in</button>
    </form>`,
  }
}

/** The same for every link that lets nobody in. */
export function deadLinkPage(): GuestPage {
  return {
    title: 'This link does not work',
    status: 410,
    body: html`<section class="card">
      <header><h1>This link does not work</h1></header>
      <p>
        It was used before, it is older than ${LINK_MINUTES} minutes, or another browser asked for
        it.
      </p>
      <a class="button primary" href="/login/email">Get a new link</a>
    </section>`,
  }
}
