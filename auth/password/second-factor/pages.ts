import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'
import { authenticatorUri } from './authenticators.ts'
import { qrCode } from './qr-code.ts'

/** The form that asks for the second factor while somebody signs in. */
export function codePage(csrf: Html, passkeys: boolean, problem?: string): GuestPage {
  return {
    title: 'Second step',
    status: problem === undefined ? 200 : 401,
    body: html`<section class="card">
      <header><h1>Second step</h1></header>
      ${problem && failure(problem)}
      <form method="post" action="/login/code" class="stack">
        ${csrf}
        ${codeField('Code', 'The six digits of your app, or one of your recovery codes.', 32)}
        <button class="button primary block">Sign in</button>
      </form>
      <p class="small muted">
        ${passkeys && html`<a href="/login/passkey">Use a passkey instead</a> ·`}
        <a href="/login/password">Start again</a>
      </p>
    </section>`,
  }
}

/** Shows a new secret to the app and asks for the first code. */
export function setUpPage(page: {
  readonly csrf: Html
  readonly secret: string
  readonly account: string
  readonly issuer: string
  readonly problem: string | undefined
}): GuestPage {
  const uri = authenticatorUri(page.secret, page.account, page.issuer)
  return {
    title: 'Set up an authenticator app',
    status: page.problem === undefined ? 200 : 400,
    body: html`<section class="card narrow">
      <header><h1>Set up an authenticator app</h1></header>
      ${page.problem && failure(page.problem)}
      <p>Scan this with the app, or type the key into it.</p>
      <p>${qrCode(uri, 'The key of your authenticator app')}</p>
      <div class="copy">
        <pre
          class="code"
          id="authenticator-key"
          tabindex="0"
          aria-label="The key"
        ><code>${page.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></pre>
        <button class="button small" type="button" data-copy="authenticator-key">Copy</button>
      </div>
      <form method="post" action="/account/authenticator" class="stack narrow">
        ${page.csrf} ${codeField('Code', 'The six digits that the app shows now.', 7)}
        <div class="row">
          <button class="button primary">Switch it on</button>
          <a class="button" href="/account">Cancel</a>
        </div>
      </form>
    </section>`,
  }
}

/** The recovery codes: the only time that they are shown. */
export function recoveryCodesPage(codes: readonly string[]): GuestPage {
  return {
    title: 'Your recovery codes',
    body: html`<section class="card narrow">
      <header><h1>Your recovery codes</h1></header>
      <div class="notice ok" role="status">
        <p>
          Keep these where the app is not: each of them signs you in once, after your password. They
          are not shown again. All your other sessions are ended.
        </p>
      </div>
      <div class="copy">
        <pre
          class="code"
          id="recovery-codes"
          tabindex="0"
          aria-label="Your recovery codes"
        ><code>${codes.join('\n')}</code></pre>
        <button class="button small" type="button" data-copy="recovery-codes">Copy</button>
      </div>
      <p><a class="button primary" href="/account">I have kept them</a></p>
    </section>`,
  }
}

/** The section of the account page: whether the second step is on, and what can be done about it. */
export function secondFactorCard(state: { readonly on: boolean; readonly codes: number }): Html {
  return html`<section class="card" id="authenticator">
    <header>
      <div>
        <h2>Second step</h2>
        <p class="muted">A code from an app on your phone, after your password.</p>
      </div>
      ${state.on ? html`<span class="badge ok">on</span>` : html`<span class="badge">off</span>`}
    </header>
    ${state.on ? whenOn(state.codes) : whenOff()}
  </section>`
}

function whenOn(codes: number): Html {
  return html`<p>${codes} of your recovery codes ${codes === 1 ? 'is' : 'are'} left.</p>
    <div class="row">
      <a class="button" href="/account/recovery-codes">New recovery codes</a>
      <a class="button danger" href="/account/authenticator/remove">Switch it off</a>
    </div>`
}

function whenOff(): Html {
  return html`<p>
    <a class="button" href="/account/authenticator">Set up an authenticator app</a>
  </p>`
}

function failure(problem: string): Html {
  return html`<div class="notice fail" role="alert"><p>${problem}</p></div>`
}

function codeField(label: string, hint: string, longest: number): Html {
  return html`<div class="field">
    <label for="code">${label}</label>
    <input
      id="code"
      name="code"
      required
      maxlength="${longest}"
      autocomplete="one-time-code"
      autocapitalize="none"
      spellcheck="false"
      aria-describedby="code-hint"
    />
    <small id="code-hint">${hint}</small>
  </div>`
}
