import type { Queries } from './load-catalogue.ts'

/** Something that was done to items. */
export interface NewEvent {
  readonly actor: string
  readonly action: string
  readonly ids: readonly string[]
  /** What was there before; without it nothing can be undone. */
  readonly before?: object
  /** Whether what was done before can be undone only once this is; so it is unless it is said. */
  readonly blocksUndo?: boolean
}

/** Adds to the history of items. */
export async function saveEvent(
  queries: Queries,
  { actor, action, ids, before, blocksUndo = true }: NewEvent,
): Promise<void> {
  await queries.query(
    `insert into corporate_memory.event (actor, action, item_ids, before, undone_at)
     values ($1, $2, $3, $4, case when not $5::boolean then now() end)`,
    [actor, action, ids, before && JSON.stringify(before), blocksUndo],
  )
}
