import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'
import { newPasswordField } from '../pages.ts'
import { linkKinds, type LinkKind } from './password-link.ts'

/** The form that asks for a link by mail. */
export function requestAccessPage(csrf: Html): GuestPage {
  return {
    title: 'Set or reset your password',
    body: html`<section class="card">
      <header><h1>Set or reset your password</h1></header>
      <p class="muted">
        For people who were invited and have no password yet, and for those who forgot it.
      </p>
      <form method="post" action="/auth/request-access" class="stack">
        ${csrf}
        <div class="field">
          <label for="email">E-mail</label>
          <input
            id="email"
            name="email"
            type="email"
            required
            maxlength="254"
            autocomplete="username"
          />
        </div>
        <button class="button primary block">Send me a link</button>
      </form>
      <p class="small muted"><a href="/login/password">Back to signing in</a></p>
    </section>`,
  }
}

/** The answer to everybody, whether a mail is on its way or not. */
export function linkRequestedPage(): GuestPage {
  return {
    title: 'Look into your mail',
    body: html`<section class="card">
      <header><h1>Look into your mail</h1></header>
      <p>If this address was invited, a link is on its way. It works once, for a limited time.</p>
      <p class="muted">
        Nothing came? Look among unwanted mail, or ask an administrator whether you are invited.
      </p>
      <p><a class="button" href="/login">Back to signing in</a></p>
    </section>`,
  }
}

/** The page of a link: choosing the password. */
export function choosePasswordPage(page: {
  readonly kind: LinkKind
  readonly action: string
  readonly csrf: Html
  readonly email: string
  readonly problem: string | undefined
}): GuestPage {
  const title = page.kind === 'setup' ? 'Set your password' : 'Choose a new password'
  return {
    title,
    status: page.problem === undefined ? 200 : 400,
    body: html`<section class="card">
      <header>
        <div>
          <h1>${title}</h1>
          <p class="muted">For ${page.email}. All sessions that are open now end.</p>
        </div>
      </header>
      ${page.problem && html`<div class="notice fail" role="alert"><p>${page.problem}</p></div>`}
      <form method="post" action="${page.action}" class="stack">
        ${page.csrf}
        <input type="hidden" name="email" autocomplete="username" value="${page.email}" />
        ${newPasswordField('New password')}
        <button class="button primary block">Save the password</button>
      </form>
    </section>`,
  }
}

/** What a link shows that was used, has expired, or never was. */
export function deadLinkPage(kind: LinkKind): GuestPage {
  return {
    title: 'This link does not work any more',
    status: 404,
    body: html`<section class="card">
      <header><h1>This link does not work any more</h1></header>
      <p>It works once, within ${linkKinds[kind].validity}, and only until a newer one was sent.</p>
      <p><a class="button primary" href="/auth/request-access">Ask for a new one</a></p>
    </section>`,
  }
}
