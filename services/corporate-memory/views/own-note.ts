import type { Queries } from '../catalogue/load-catalogue.ts'
import type { Quarantined } from '../catalogue/item.ts'
import type { ItemView } from './item-view.ts'

/** What came of a person's own note; nobody else is shown this. */
export interface OwnNote {
  readonly items: readonly ItemView[]
  /** Items that the person took back. */
  readonly takenBack: readonly ItemView[]
  /** What was held back, in the order of its lines. */
  readonly held: readonly Pick<Quarantined, 'line' | 'name'>[]
  /** Why the note, or a part of it, was not read. */
  readonly problem: string | null
  /** How many blocks are not shared, by reason. */
  readonly leftOut: Readonly<Record<string, number>>
}

export async function ownNote(
  queries: Queries,
  username: string,
  views: readonly ItemView[],
): Promise<OwnNote> {
  const { rows: held } = await queries.query<Pick<Quarantined, 'line' | 'name'>>(
    `select line, string_agg(distinct name, ', ' order by name) as name
     from corporate_memory.quarantine where username = $1 group by line order by line`,
    [username],
  )
  const { rows: away } = await queries.query<{ id: string }>(
    'select distinct item_id as id from corporate_memory.source where username = $1 and withdrawn',
    [username],
  )
  const { rows: read } = await queries.query<Pick<OwnNote, 'leftOut' | 'problem'>>(
    'select left_out as "leftOut", problem from corporate_memory.note where username = $1',
    [username],
  )
  const takenBack = new Set(away.map(({ id }) => id))
  return {
    items: views.filter(
      ({ status, authors }) =>
        status !== 'merged' && authors.some((author) => author.username === username),
    ),
    takenBack: views.filter(({ id }) => takenBack.has(id)),
    held,
    leftOut: read[0]?.leftOut ?? {},
    problem: read[0]?.problem ?? null,
  }
}
