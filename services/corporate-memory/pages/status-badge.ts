import { html, type Html } from '#core/html.ts'
import type { ItemStatus } from '../catalogue/item.ts'

const words: Readonly<Record<ItemStatus, Html>> = {
  pending: html`<span class="badge warn">To review</span>`,
  accepted: html`<span class="badge ok">Accepted</span>`,
  rejected: html`<span class="badge">Rejected</span>`,
  expired: html`<span class="badge">Expired</span>`,
  withdrawn: html`<span class="badge">Withdrawn</span>`,
  merged: html`<span class="badge">Merged</span>`,
}

/** What became of an item, in a word. */
export function statusBadge(status: ItemStatus): Html {
  return words[status]
}
