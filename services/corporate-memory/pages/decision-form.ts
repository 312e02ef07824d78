import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { TEXT_HELD_BACK } from '../catalogue/flags-of.ts'
import type { Decision } from '../review/decide.ts'
import type { ItemView } from '../views/item-view.ts'
import type { Viewer } from './viewer.ts'

const decisionsOf: Readonly<
  Record<string, readonly { decision: Decision | 'confirm'; text: string; style: string }[]>
> = {
  pending: [
    { decision: 'accept', text: 'Accept', style: 'primary' },
    { decision: 'reject', text: 'Reject', style: 'danger' },
  ],
  accepted: [
    { decision: 'confirm', text: 'Still true', style: '' },
    { decision: 'expire', text: 'Let it expire', style: '' },
    { decision: 'reject', text: 'Reject', style: 'danger' },
  ],
  rejected: [{ decision: 'accept', text: 'Accept', style: 'primary' }],
  expired: [{ decision: 'accept', text: 'Still true', style: 'primary' }],
}

/** What a reviewer may decide of an item as it is shown; `back` is the page to return to. */
export function decisionForm(item: ItemView, { csrf }: Viewer, back: string): Html {
  const { id, title, wordHash, status, flags } = item
  if (flags.includes(TEXT_HELD_BACK)) {
    return html`<p class="small muted">Write its text anew first: then it can be accepted.</p>`
  }
  return html`<form method="post" action="/corporate-memory/${id}/decide" class="row">
    ${csrfField(csrf)} <input type="hidden" name="seen" value="${wordHash}" />
    <input type="hidden" name="back" value="${back}" />
    ${decisionsOf[status]?.map(
      ({ decision, text, style }) =>
        html`<button
          class="button small ${style}"
          name="decision"
          value="${decision}"
          aria-label="${text}: ${title}"
        >
          ${text}
        </button>`,
    )}
  </form>`
}
