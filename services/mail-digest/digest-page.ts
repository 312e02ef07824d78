import { html, type Html } from '#core/html.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'
import type { OutboxMail } from '#core/mail/outbox.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { exactTime } from '#core/portal/exact-time.ts'
import type { SendTime } from './send-time.ts'
import type { Subscription } from './subscriptions.ts'

export interface DigestView {
  readonly person: PortalIdentity
  readonly subscription: Subscription | undefined
  /** The last digest, as long as the outbox knows of it. */
  readonly last: OutboxMail | undefined
  readonly usual: SendTime
}

/** The page of one person: whether they get a digest, and when. */
export function digestPage({ person, subscription, last, usual }: DigestView): Html {
  const { at, timeZone } = subscription ?? usual
  return html`<h1>Mail digest</h1>
    <section class="card">
      <header><h2>${subscription ? 'You get a daily digest' : 'You get no digest'}</h2></header>
      <p>
        Once a day, a mail to ${person.email} with the notifications that you have not read. On days
        without news there is none.
      </p>
      ${last ? fate(last) : subscription?.mailedAt && html`<p class="muted">The last one is of ${exactTime(subscription.mailedAt)}.</p>`}
      <form method="post" action="/digest" class="stack">
        ${csrfField(person.csrf)}
        <label class="field">Time <input type="time" name="at" value="${at}" required /></label>
        <label class="field"
          >Time zone
          <input
            name="timeZone"
            value="${timeZone}"
            maxlength="64"
            data-time-zone="${!subscription && timeZone === 'UTC' ? 'own' : 'known'}"
            required
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

/**
 * What became of a digest: a mail server that is away must not look like a person without news. What the server said is
 * for administrators: it names machines and accounts of the company.
 */
function fate({ createdAt, sentAt, failedAt }: OutboxMail): Html {
  if (sentAt) return html`<p class="muted">The last one was sent ${exactTime(sentAt)}.</p>`
  return html`<div class="notice warn">
    <p>
      The last one, of ${exactTime(createdAt)},
      ${failedAt ? 'was not delivered: no mail server took it' : 'waits: no mail server has taken it yet'}.
      An administrator finds the reason in the outbox.
    </p>
  </div>`
}
