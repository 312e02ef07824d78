import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { ItemView } from '../views/item-view.ts'
import type { Viewer } from './viewer.ts'

/** Two buttons; the one that is pressed takes the vote back. `back` is the page to return to. */
export function voteForm(item: ItemView, { csrf }: Viewer, back: string): Html {
  const { id, title, wordHash, upvotes, downvotes, myVote } = item
  const button = (vote: 1 | -1, text: string, count: number) => {
    const pressed = myVote === vote
    return html`<button
      class="button small${pressed ? ' primary' : ''}"
      name="vote"
      value="${pressed ? 0 : vote}"
      aria-pressed="${pressed ? 'true' : 'false'}"
      aria-label="${text} ${count}: ${title}"
    >
      ${text} ${count}
    </button>`
  }
  return html`<form method="post" action="/corporate-memory/${id}/vote" class="row">
    ${csrfField(csrf)}
    <input type="hidden" name="seen" value="${wordHash}" />
    <input type="hidden" name="back" value="${back}" />
    ${button(1, 'Useful', upvotes)} ${button(-1, 'Not for me', downvotes)}
  </form>`
}
