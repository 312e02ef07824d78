import { html, type Html } from '#core/html.ts'
import type { OutboxMail } from '#core/mail/outbox.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from '../pages/frame.ts'
import { timeAgo } from '../pages/time.ts'
import { adminPage } from './admin-page.ts'

interface OutboxFacts {
  readonly mails: readonly OutboxMail[]
  /** Whether a mail server delivers; without one the texts are here to be handed over. */
  readonly delivers: boolean
  readonly token: string
  readonly now: Date
}

/** What was sent, what waits, and what no server took. */
export function outboxPage(facts: OutboxFacts): Page {
  const { mails, delivers } = facts
  return adminPage('/admin/outbox', {
    title: 'Outbox',
    lead: 'Messages to people: invitations, links, notices.',
    body: html`${!delivers && noServer}
    ${
      mails.length === 0
        ? html`<div class="card">
            <div class="empty">
              <h2>Nothing was sent yet</h2>
              <p>Messages appear here as they come up.</p>
            </div>
          </div>`
        : html`<section class="card" aria-label="Messages">
            <ul class="list">
              ${mails.map((mail) => item(mail, facts))}
            </ul>
          </section>`
    }`,
  })
}

const noServer = html`<div class="notice warn">
  <p>
    No mail server is set up: nothing leaves this page. Hand links over yourself, or set
    <code>SMTP_URL</code> and start the stack again: what waits is sent then.
  </p>
</div>`

function item(mail: OutboxMail, { delivers, token, now }: OutboxFacts): Html {
  return html`<li>
    <div class="stack">
      <p>
        ${state(mail)} <strong>${mail.subject}</strong> to ${mail.recipient},
        ${timeAgo(mail.createdAt, now)}
      </p>
      ${mail.lastError && html`<p>Try ${mail.attempts}: ${mail.lastError}</p>`}
      ${
        !delivers &&
        mail.body !== '' &&
        html`<details class="more">
          <summary>Read</summary>
          <pre class="code" tabindex="0" aria-label="The message"><code>${mail.body}</code></pre>
        </details>`
      }
      ${delivers && !mail.sentAt && mail.attempts > 0 && again(mail.id, token)}
    </div>
  </li>`
}

function state({ sentAt, failedAt, attempts }: OutboxMail): Html {
  if (sentAt) return html`<span class="badge ok">sent</span>`
  if (failedAt) return html`<span class="badge fail">given up</span>`
  return attempts > 0
    ? html`<span class="badge warn">is tried again</span>`
    : html`<span class="badge info">waits</span>`
}

function again(id: number, token: string): Html {
  return html`<form method="post" action="/admin/outbox/${id}/again">
    ${csrfField(token)}<button class="button small">Try again now</button>
  </form>`
}
