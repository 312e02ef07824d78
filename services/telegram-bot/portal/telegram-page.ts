import { html, type Html } from '#core/html.ts'
import type { DeliveryRecord } from '#core/notifications/deliveries.ts'
import { exactTime } from '#core/portal/exact-time.ts'
import { linkCard } from './link-card.ts'
import type { LinkView } from './link-view.ts'

/** The page of one person: their chat, and what was sent there. */
export function telegramPage(view: LinkView): Html {
  return html`<h1>Telegram</h1>
    <div class="stack">${linkCard(view)} ${view.link && deliveriesCard(view)}</div>`
}

function deliveriesCard({ deliveries, now }: LinkView): Html {
  return html`<section class="card flush">
    <header><h2>Last deliveries</h2></header>
    ${
      deliveries.length === 0
        ? html`<p class="empty">Nothing was sent to Telegram yet.</p>`
        : html`<div class="scroll">
            <table class="table">
              <thead>
                <tr>
                  <th>Notification</th>
                  <th>Told</th>
                  <th>Telegram</th>
                </tr>
              </thead>
              <tbody>
                ${deliveries.map((delivery) => row(delivery, now))}
              </tbody>
            </table>
          </div>`
    }
  </section>`
}

function row(delivery: DeliveryRecord, now: Date): Html {
  return html`<tr>
    <td>${delivery.title ?? 'Notification'}</td>
    <td>${exactTime(delivery.createdAt)}</td>
    <td>${outcome(delivery, now)}</td>
  </tr>`
}

function outcome(delivery: DeliveryRecord, now: Date): Html {
  const { deliveredAt, failedAt, attempts, nextTryAt, lastError } = delivery
  if (deliveredAt) return html`<span class="badge ok">Arrived</span> ${exactTime(deliveredAt)}`
  if (failedAt) return html`<span class="badge fail">Not delivered</span> ${lastError}`
  if (attempts === 0)
    return html`<span class="badge">Waits</span>
      ${nextTryAt > now && html`until ${exactTime(nextTryAt)}`}`
  return html`<span class="badge warn">Tried ${attempts} times</span> ${lastError}; again
    ${exactTime(nextTryAt)}`
}
