import type { Database } from '#core/database/connect.ts'
import { Conflict } from '#core/errors.ts'
import type { ItemStatus } from '../catalogue/item.ts'
import {
  changeItems,
  requireItem,
  requireNoSecret,
  requireText,
  requireWords,
} from './change-items.ts'

/** What a reviewer may decide, from which status, and what it becomes. */
const decisions = {
  accept: { from: ['pending', 'rejected', 'expired'], to: 'accepted' },
  reject: { from: ['pending', 'accepted', 'expired'], to: 'rejected' },
  expire: { from: ['accepted'], to: 'expired' },
} as const satisfies Record<string, { from: readonly ItemStatus[]; to: ItemStatus }>

export type Decision = keyof typeof decisions

export const decisionNames = Object.keys(decisions) as readonly Decision[]

/** A reviewer's word on exactly the text that they saw; Conflict when it has changed meanwhile. */
export async function decide(
  db: Database,
  { actor, id, decision, seen }: { actor: string; id: string; decision: Decision; seen: string },
): Promise<void> {
  const { from, to } = decisions[decision]
  await changeItems(db, { actor, action: decision, ids: [id] }, (catalogue) => {
    const item = requireItem(catalogue, id)
    requireWords(item, seen)
    if (decision === 'accept') {
      requireText(item)
      requireNoSecret(item)
    }
    if (!(from as readonly ItemStatus[]).includes(item.status)) {
      throw new Conflict('not_now', `An item that is ${item.status} cannot be ${to}`)
    }
    return { items: [{ ...item, status: to, statusBefore: null }] }
  })
}
