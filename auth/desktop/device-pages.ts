import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'

/** Asks for the code that a program shows; a code in the link is filled in, to be compared. */
export function userCodePage(csrf: Html, userCode?: string, problem?: string): GuestPage {
  const invalid = problem && html`aria-invalid="true" aria-describedby="code-problem"`
  return {
    title: 'Connect a device',
    status: problem === undefined ? 200 : 400,
    body: html`<section class="card narrow">
      <header><h1>Connect a device</h1></header>
      ${problem && html`<div class="notice fail" role="alert"><p id="code-problem">${problem}</p></div>`}
      <form method="post" action="/device" class="stack">
        ${csrf}
        <div class="field">
          <label for="user-code">The code that the program shows</label>
          <input
            id="user-code"
            name="user_code"
            required
            maxlength="40"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            placeholder="XXXX-XXXX"
            value="${userCode}"
            ${invalid}
          />
        </div>
        <button class="button primary">Continue</button>
      </form>
      <p class="small muted">
        ${userCode && 'Compare it with what the program shows. '}Never type a code that somebody
        sent you.
      </p>
    </section>`,
  }
}

/** Says what was decided. */
export function decidedPage(program: string, decision: 'allowed' | 'denied'): GuestPage {
  const allowed = decision === 'allowed'
  return {
    title: allowed ? 'Connected' : 'Denied',
    body: html`<section class="card narrow">
      <header><h1>${allowed ? 'Connected' : 'Denied'}</h1></header>
      <p>
        ${
          allowed
            ? `${program} continues by itself in a few seconds. You may close this page.`
            : `${program} was told so and gets nothing.`
        }
      </p>
      <p><a href="/account">Your account and devices</a></p>
    </section>`,
  }
}
