import { html, type Html } from '#core/html.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { SendTime } from './send-time.ts'
import type { Subscription } from './subscriptions.ts'

/** The page of one person: whether they get a digest, and when. */
export function digestPage(
  person: PortalIdentity,
  subscription: Subscription | undefined,
  usual: SendTime,
): Html {
  const { at, timeZone } = subscription ?? usual
  return html`<h1>Mail digest</h1>
    <section class="card">
      <header><h2>${subscription ? 'You get a daily digest' : 'You get no digest'}</h2></header>
      <p>
        Once a day, a mail to ${person.email} with the notifications that you have not read. On days
        without news there is none.
      </p>
      ${subscription?.mailedAt && html`<p class="muted">Last sent ${when(subscription.mailedAt)}</p>`}
      <form method="post" action="/digest" class="stack">
        ${csrfField(person.csrf)}
        <label class="field">Time <input type="time" name="at" value="${at}" required /></label>
        <label class="field"
          >Time zone <input name="timeZone" value="${timeZone}" maxlength="64" required
        /></label>
        <div class="row">
          <button class="button primary">${subscription ? 'Save' : 'Send me a digest'}</button>
        </div>
      </form>
      ${
        subscription &&
        html`<form method="post" action="/digest/off">
          ${csrfField(person.csrf)}
          <button class="button danger">No digest any more</button>
        </form>`
      }
    </section>`
}

function when(time: Date): Html {
  const exact = time.toISOString()
  return html`<time datetime="${exact}">${exact.slice(0, 16).replace('T', ' ')} UTC</time>`
}
