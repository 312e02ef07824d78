import type { LoginButton } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'
import type { Page } from './frame.ts'
import { icon } from './icon.ts'

/** The ways in, lowest order first; `again` for who is signed in, but not lately enough. */
export function loginPage(buttons: readonly LoginButton[], again = false): Page {
  const shown = buttons.filter(({ visible }) => visible).toSorted((a, b) => a.order - b.order)
  return {
    title: 'Sign in',
    body: html`<section class="card">
      <header><h1>Sign in${again && ' again'}</h1></header>
      ${again && html`<p>You are signed in since a while. What you are about to do needs you now.</p>`}
      ${shown.length > 0 ? shown.map((button, index) => way(button, index === 0)) : noWay()}
    </section>`,
  }
}

function way(button: LoginButton, first: boolean): Html {
  return html`<div class="stack">
    <a class="button block${first ? ' primary' : ''}" href="${button.url}"
      >${button.icon} ${button.text}</a
    >
    ${button.subtitle && html`<p class="small muted">${button.subtitle}</p>`}
  </div>`
}

function noWay(): Html {
  return html`<div class="empty">
    ${icon('key')}
    <h2>No way to sign in is set up</h2>
    <p>
      An administrator switches one on in <code>instance.yaml</code>, below <code>auth</code>, and
      starts the stack again. The log of the start says why each of them is off.
    </p>
  </div>`
}
