import type { Item } from './item.ts'
import type { Queries } from './load-catalogue.ts'

/** Writes items, new or changed; a version that was not there before is kept with who made it. */
export async function saveItems(
  queries: Queries,
  items: readonly Item[],
  actor: string,
): Promise<void> {
  const rows = JSON.stringify(items)
  await queries.query(
    `insert into corporate_memory.item (id, title, content, category, tags, status, status_before,
       version, word_hash, merged_into, flags, accepted_at)
     select id, title, content, category, tags, status, "statusBefore", version, "wordHash",
       "mergedInto", flags, case when status = 'accepted' then now() end
     from ${recordset}
     on conflict (id) do update set title = excluded.title, content = excluded.content,
       category = excluded.category, tags = excluded.tags, status = excluded.status,
       status_before = excluded.status_before, version = excluded.version,
       word_hash = excluded.word_hash, merged_into = excluded.merged_into, flags = excluded.flags,
       updated_at = now(), accepted_at = case when excluded.status <> 'accepted' then null
         when item.status = 'accepted' then item.accepted_at else now() end`,
    [rows],
  )
  await queries.query(
    `insert into corporate_memory.item_version (item_id, version, title, content, category, tags, actor)
     select id, version, title, content, category, tags, $2 from ${recordset}
     on conflict do nothing`,
    [rows, actor],
  )
}

const recordset = `jsonb_to_recordset($1::jsonb) as r(id text, title text, content text, category text,
  tags text[], status text, "statusBefore" text, version integer, "wordHash" text, "mergedInto" text,
  flags text[])`
