import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'
import type { PasskeyRecord } from './passkeys.ts'

/** Where the script of these pages is. */
export const scriptPath = '/auth/passkey.js'

/** The page that signs in with a passkey. */
export function passkeySignInPage(page: {
  readonly csrf: Html
  readonly options: object
  readonly problem: string | undefined
}): GuestPage {
  return {
    title: 'Sign in with a passkey',
    status: page.problem === undefined ? 200 : 401,
    body: html`<section class="card">
      <header><h1>Sign in with a passkey</h1></header>
      ${problemNotice(page.problem)}
      <p class="muted">Your device asks for your finger, your face or its code.</p>
      <form
        method="post"
        action="/login/passkey"
        class="stack"
        data-passkey="get"
        data-options="${JSON.stringify(page.options)}"
      >
        ${page.csrf}
        <input type="hidden" name="answer" />
        <button class="button primary block">Use my passkey</button>
      </form>
      <p class="small muted"><a href="/login">All ways to sign in</a></p>
      ${script()}
    </section>`,
  }
}

/** The page that makes a passkey. */
export function newPasskeyPage(page: {
  readonly csrf: Html
  readonly options: object
  readonly problem: string | undefined
}): GuestPage {
  return {
    title: 'Add a passkey',
    status: page.problem === undefined ? 200 : 400,
    body: html`<section class="card narrow">
      <header><h1>Add a passkey</h1></header>
      ${problemNotice(page.problem)}
      <p class="muted">
        Your device keeps it and asks for your finger, your face or its code. It signs you in alone,
        without password and code, and cannot be guessed or given to a false page.
      </p>
      <form
        method="post"
        action="/account/passkeys"
        class="stack narrow"
        data-passkey="create"
        data-options="${JSON.stringify(page.options)}"
      >
        ${page.csrf}
        <input type="hidden" name="answer" />
        <div class="field">
          <label for="passkey-name">Name</label>
          <input
            id="passkey-name"
            name="name"
            required
            maxlength="60"
            autocomplete="off"
            placeholder="Laptop"
          />
        </div>
        <div class="row">
          <button class="button primary">Add it</button>
          <a class="button" href="/account">Cancel</a>
        </div>
      </form>
      ${script()}
    </section>`,
  }
}

/** The section of the account page. */
export function passkeysCard(passkeys: readonly PasskeyRecord[]): Html {
  return html`<section class="card" id="passkeys">
    <header>
      <div>
        <h2>Passkeys</h2>
        <p class="muted">Sign in with your device, without a password.</p>
      </div>
    </header>
    ${
      passkeys.length > 0 &&
      html`<ul class="list">
        ${passkeys.map(passkeyItem)}
      </ul>`
    }
    <p><a class="button" href="/account/passkeys/new">Add a passkey</a></p>
  </section>`
}

function passkeyItem({ id, name, createdAt, lastUsedAt }: PasskeyRecord): Html {
  return html`<li class="spread">
    <span>
      ${name}
      <small class="muted">
        added ${day(createdAt)}, ${lastUsedAt ? html`used ${day(lastUsedAt)}` : 'never used'}
      </small>
    </span>
    <a
      class="button small danger"
      href="/account/passkeys/${id}/remove"
      aria-label="Remove the passkey ${name}"
      >Remove</a
    >
  </li>`
}

function day(date: Date): Html {
  const iso = date.toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 10)}</time>`
}

/** There in any case: the script says here why the device did not answer. */
function problemNotice(problem: string | undefined): Html {
  const state = problem === undefined ? html`hidden` : html``
  return html`<div class="notice fail" role="alert" id="passkey-problem" ${state}>
    <p>${problem}</p>
  </div>`
}

function script(): Html {
  return html`<script src="${scriptPath}" defer></script>`
}
