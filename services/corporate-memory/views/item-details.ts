import type { Queries } from '../catalogue/load-catalogue.ts'
import { secretsInFact } from '../extract/secrets-in-fact.ts'
import { authorsActions } from '../review/withdraw-source.ts'
import type { ItemView } from './item-view.ts'

/** Who says an item where. */
export interface Provenance {
  readonly username: string
  readonly block: string
  readonly wording: string
  readonly line: number
  readonly since: Date
}

export interface ItemVersion {
  readonly version: number
  readonly title: string
  readonly content: string
  readonly actor: string
  readonly at: Date
}

/** Something that was done to an item; `undoable` when nothing came after it. */
export interface ItemEvent {
  readonly id: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly undone: boolean
  readonly undoable: boolean
}

/** Everything about one item. */
export interface ItemDetails {
  readonly item: ItemView
  readonly provenance: readonly Provenance[]
  readonly versions: readonly ItemVersion[]
  readonly events: readonly ItemEvent[]
}

export async function loadDetails(queries: Queries, item: ItemView): Promise<ItemDetails> {
  const provenance = await queries.query<Provenance>(
    `select username, block, wording, line, first_seen_at as since from corporate_memory.source
     where item_id = $1 and alive order by first_seen_at, username`,
    [item.id],
  )
  const versions = await queries.query<ItemVersion>(
    `select version, title, content, actor, at from corporate_memory.item_version
     where item_id = $1 order by version desc`,
    [item.id],
  )
  const events = await queries.query<ItemEvent>(
    `select id, at, actor, action, undone_at is not null as undone,
       before is not null and undone_at is null and action <> all($2) and not exists (
         select from corporate_memory.event later
         where later.id > e.id and later.item_ids && e.item_ids and later.undone_at is null
       ) as undoable
     from corporate_memory.event e where item_ids @> array[$1] order by id desc limit 30`,
    [item.id, authorsActions],
  )
  return {
    item,
    provenance: provenance.rows,
    versions: versions.rows.map(withoutSecret),
    events: events.rows,
  }
}

/** What newer rules find in an older text is shown to nobody: it may have been edited to take just that out. */
function withoutSecret(version: ItemVersion): ItemVersion {
  const [secret] = secretsInFact({ ...version, tags: [] })
  if (!secret) return version
  return { ...version, title: 'Held back', content: `The text looked like ${secret.name}.` }
}
