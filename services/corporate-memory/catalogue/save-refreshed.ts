import type { Catalogue, Quarantined, Source } from './item.ts'
import type { Queries } from './load-catalogue.ts'
import type { Refreshed } from './refreshed.ts'
import { saveEvent } from './save-event.ts'
import { saveItems } from './save-items.ts'

/** Who a refresh is in the history. */
export const COLLECTOR = 'collector'

/** Writes what a refresh changed, and nothing else. */
export async function saveRefreshed(
  queries: Queries,
  before: Catalogue,
  after: Refreshed,
): Promise<void> {
  const changed = after.changed.flatMap((id) => after.items.get(id) ?? [])
  if (changed.length > 0) await saveItems(queries, changed, COLLECTOR)
  const sources = differing(before, after)
  if (sources.length > 0) await saveSources(queries, sources)
  await saveQuarantine(queries, before.quarantined, after.quarantined)
  await saveNotes(queries, before.notes, after.notes)
  if (after.changed.length === 0) return
  await saveEvent(queries, { actor: COLLECTOR, action: 'collect', ids: after.changed })
}

function differing(before: Catalogue, after: Refreshed): readonly Source[] {
  return [...after.sources.values()]
    .flatMap((blocks) => [...blocks.values()])
    .filter((source) => {
      const known = before.sources.get(source.username)?.get(source.block)
      return (
        !known ||
        known.itemId !== source.itemId ||
        known.alive !== source.alive ||
        known.line !== source.line ||
        known.wording !== source.wording
      )
    })
}

/** Writes sources, new or changed. */
export async function saveSources(queries: Queries, sources: readonly Source[]): Promise<void> {
  await queries.query(
    `insert into corporate_memory.source (username, block, item_id, wording, line, alive, withdrawn)
     select username, block, "itemId", wording, line, alive, withdrawn
     from jsonb_to_recordset($1::jsonb) as r(username text, block text, "itemId" text, wording text,
       line integer, alive boolean, withdrawn boolean)
     on conflict (username, block) do update set item_id = excluded.item_id,
       wording = excluded.wording, line = excluded.line, alive = excluded.alive,
       withdrawn = excluded.withdrawn`,
    [JSON.stringify(sources)],
  )
}

async function saveNotes(
  queries: Queries,
  before: Catalogue['notes'],
  after: Catalogue['notes'],
): Promise<void> {
  const gone = [...before.keys()].filter((username) => !after.has(username))
  const read = [...after]
    .filter(([username, { fingerprint, problem }]) => {
      const known = before.get(username)
      return known?.fingerprint !== fingerprint || known.problem !== problem
    })
    .map(([username, note]) => ({ username, ...note }))
  if (gone.length > 0) {
    await queries.query('delete from corporate_memory.note where username = any($1)', [gone])
  }
  if (read.length === 0) return
  await queries.query(
    `insert into corporate_memory.note (username, fingerprint, left_out, problem)
     select username, fingerprint, "leftOut", problem from jsonb_to_recordset($1::jsonb)
       as r(username text, fingerprint text, "leftOut" jsonb, problem text)
     on conflict (username) do update set fingerprint = excluded.fingerprint,
       left_out = excluded.left_out, problem = excluded.problem`,
    [JSON.stringify(read)],
  )
}

async function saveQuarantine(
  queries: Queries,
  before: readonly Quarantined[],
  after: readonly Quarantined[],
): Promise<void> {
  const key = ({ username, block, rule, line }: Quarantined) =>
    [username, block, rule, line].join('\n')
  const now = new Set(after.map(key))
  const known = new Set(before.map(key))
  for (const { username, block, rule } of before.filter((one) => !now.has(key(one)))) {
    await queries.query(
      'delete from corporate_memory.quarantine where username = $1 and block = $2 and rule = $3',
      [username, block, rule],
    )
  }
  for (const { username, block, rule, name, line } of after.filter((one) => !known.has(key(one)))) {
    await queries.query(
      `insert into corporate_memory.quarantine (username, block, rule, name, line)
       values ($1, $2, $3, $4, $5) on conflict (username, block, rule) do update set line = $5`,
      [username, block, rule, name, line],
    )
  }
}
