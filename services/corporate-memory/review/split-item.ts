import { randomBytes } from 'node:crypto'
import type { Database } from '#core/database/connect.ts'
import { Conflict, NotFound } from '#core/errors.ts'
import { newItem } from '../catalogue/new-item.ts'
import { titleOf } from '../extract/extract-fact.ts'
import { changeItems, requireItem } from './change-items.ts'

/** Gives a source of an item, which says something else, an item of its own; returns its id. */
export async function splitItem(
  db: Database,
  { actor, id, username, block }: { actor: string; id: string; username: string; block: string },
): Promise<string> {
  const newId = `km_${randomBytes(6).toString('hex')}`
  await changeItems(db, { actor, action: 'split', ids: [id, newId] }, (catalogue, before) => {
    const item = requireItem(catalogue, id)
    const living = before.sources.filter(({ alive }) => alive)
    // What its author took back, or their note says no more, is nobody's to bring up again.
    const source = living.find((one) => one.username === username && one.block === block)
    if (!source) throw new NotFound('unknown_source', 'The item has no such source')
    const others = living.filter((one) => one !== source)
    if (others.length === 0) throw new Conflict('only_source', 'It has no other source')
    const { wording: content } = source
    const { category, tags } = item
    const split = newItem(newId, { title: titleOf(content), content, category, tags })
    return { items: [split], sources: [{ ...source, itemId: newId }] }
  })
  return newId
}
