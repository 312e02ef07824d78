import type { Pool } from 'pg'
import type { Catalogue, Item, Quarantined, ReadNote, Source } from './item.ts'

/** A pool, or one client of it inside a transaction. */
export type Queries = Pick<Pool, 'query'>

export const itemColumns = `id, title, content, category, tags, status, status_before as "statusBefore",
  version, word_hash as "wordHash", merged_into as "mergedInto", flags`

/** The catalogue of a team that wrote no note yet. */
export const nothing: Catalogue = {
  items: new Map(),
  sources: new Map(),
  quarantined: [],
  notes: new Map(),
}

/** Reads the whole catalogue: a team's is some thousands of short texts. */
export async function loadCatalogue(queries: Queries): Promise<Catalogue> {
  const items = await queries.query<Item>(
    `select ${itemColumns} from corporate_memory.item order by id`,
  )
  const sources = await queries.query<Source>(
    `select username, block, item_id as "itemId", wording, line, alive, withdrawn
     from corporate_memory.source order by username, block`,
  )
  const quarantined = await queries.query<Quarantined>(
    `select username, block, rule, name, line from corporate_memory.quarantine
     order by username, line, rule`,
  )
  const people = new Map<string, Map<string, Source>>()
  for (const source of sources.rows) {
    const blocks = people.get(source.username) ?? new Map<string, Source>()
    people.set(source.username, blocks.set(source.block, source))
  }
  return {
    items: new Map(items.rows.map((item) => [item.id, item])),
    sources: people,
    quarantined: quarantined.rows,
    notes: await loadNotes(queries),
  }
}

/** What was read last, by username. */
export async function loadNotes(queries: Queries): Promise<Catalogue['notes']> {
  const { rows } = await queries.query<ReadNote & { username: string }>(
    `select username, fingerprint, left_out as "leftOut", problem from corporate_memory.note
     order by username`,
  )
  return new Map(rows.map(({ username, ...note }) => [username, note]))
}
