import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'

/** The form that asks for e-mail and password. */
export function loginFormPage(
  csrf: Html,
  email: string,
  { problem, notice }: { readonly problem?: string; readonly notice?: string } = {},
): GuestPage {
  const invalid = problem && html`aria-invalid="true" aria-describedby="login-problem"`
  return {
    title: 'Sign in',
    status: problem === undefined ? 200 : 401,
    body: html`<section class="card">
      <header><h1>Sign in</h1></header>
      ${problem && html`<div class="notice fail" role="alert"><p id="login-problem">${problem}</p></div>`}
      ${notice && html`<div class="notice ok" role="status"><p>${notice}</p></div>`}
      <form method="post" action="/login/password" class="stack">
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
            value="${email}"
            ${invalid}
          />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            required
            autocomplete="current-password"
            ${invalid}
          />
        </div>
        <button class="button primary block">Sign in</button>
      </form>
      <p class="small muted">
        <a href="/login">All ways to sign in</a> ·
        <a href="/auth/request-access">No password yet, or forgotten?</a>
      </p>
    </section>`,
  }
}

/** The section of the account page. */
export function changePasswordCard(csrf: Html): Html {
  return html`<section class="card" id="password">
    <header>
      <div>
        <h2>Password</h2>
        <p class="muted">Changing it ends all your other sessions. Tokens stay valid.</p>
      </div>
    </header>
    ${changeForm(csrf)}
  </section>`
}

/** The section of the account page of a person who signs in by other ways. */
export function noPasswordCard(): Html {
  return html`<section class="card" id="password">
    <header><h2>Password</h2></header>
    <p class="muted">You have none. A link by mail sets one.</p>
    <p><a class="button" href="/auth/request-access">Set a password</a></p>
  </section>`
}

/** The same as a page, with the reason why the change was refused. */
export function changeRefusedPage(csrf: Html, problem: string): GuestPage {
  return {
    title: 'Change your password',
    status: 400,
    body: html`<section class="card narrow">
      <header><h1>Change your password</h1></header>
      <div class="notice fail" role="alert"><p>${problem}</p></div>
      ${changeForm(csrf)}
      <p><a href="/account">Back to your account</a></p>
    </section>`,
  }
}

function changeForm(csrf: Html): Html {
  return html`<form method="post" action="/account/password" class="stack narrow">
    ${csrf}
    <div class="field">
      <label for="current-password">Current password</label>
      <input
        id="current-password"
        name="current"
        type="password"
        required
        autocomplete="current-password"
      />
    </div>
    ${newPasswordField('New password')}
    <div class="row"><button class="button">Change the password</button></div>
  </form>`
}

/** The field for a password that is chosen now. */
export function newPasswordField(label: string): Html {
  return html`<div class="field">
    <label for="new-password">${label}</label>
    <input
      id="new-password"
      name="password"
      type="password"
      required
      minlength="12"
      maxlength="256"
      autocomplete="new-password"
      aria-describedby="new-password-hint"
    />
    <small id="new-password-hint">At least 12 characters; a few unusual words are best.</small>
  </div>`
}
