import type { ItemView } from '../../services/corporate-memory/views/item-view.ts'

const at = new Date('2026-03-02T12:00:00Z')

/** An item of the corporate memory as a page gets it, pending and unseen but for what a test says. */
export function itemView(id: string, over: Partial<ItemView> = {}): ItemView {
  return {
    id,
    title: `Title of ${id}`,
    content: 'Revenue is net of refunds.',
    category: 'business_logic',
    tags: [],
    status: 'pending',
    statusBefore: null,
    version: 1,
    wordHash: 'w',
    mergedInto: null,
    flags: [],
    upvotes: 0,
    downvotes: 0,
    score: 0,
    myVote: 0,
    authors: [],
    createdAt: at,
    updatedAt: at,
    acceptedAt: null,
    ...over,
  }
}
