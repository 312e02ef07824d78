import type { Database } from '#core/database/connect.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import { TEXT_HELD_BACK } from '../catalogue/flags-of.ts'
import type { Item, Source } from '../catalogue/item.ts'
import { loadCatalogue, type Queries } from '../catalogue/load-catalogue.ts'
import { newItem } from '../catalogue/new-item.ts'
import { saveEvent } from '../catalogue/save-event.ts'
import { saveItems } from '../catalogue/save-items.ts'
import { saveSources } from '../catalogue/save-refreshed.ts'
import { secretsInFact } from '../extract/secrets-in-fact.ts'
import { CONTENT_LENGTH, cut, TITLE_LENGTH } from '../extract/extract-fact.ts'
import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'
import { importedBlock } from './imported-block.ts'
import type { OldItem, OldVotes } from './legacy-files.ts'
import type { Legacy } from './read-legacy.ts'

/** What became of everything that was to be taken over. */
export interface Imported {
  readonly items: number
  /** Known already, and left as they are. */
  readonly known: number
  readonly votes: number
  /** Ids whose text looks like a secret: taken over without it, rejected. */
  readonly heldBack: readonly string[]
  /** Ids whose text is longer than an item's may be: taken over without its end. */
  readonly shortened: readonly string[]
  /** Votes for items that the original itself no longer had. */
  readonly orphaned: number
}

/** Takes items and votes over under their own ids; what is here already stays. May be repeated. */
export function importLegacy(
  db: Database,
  { items: old, votes }: Pick<Legacy, 'items' | 'votes'>,
  { needed }: { readonly needed: number },
): Promise<Imported> {
  return inTransaction(db, TURN, async (client) => {
    const { items: known } = await loadCatalogue(client)
    const fresh = [...old].filter(([id]) => !known.has(id))
    const heldBack: string[] = []
    const items = fresh.map(([id, one]) => {
      const item = itemOf(id, one, scoreOf(votes, id) >= Math.max(1, needed))
      if (item.status === 'rejected') heldBack.push(id)
      return item
    })
    if (items.length > 0) await saveItems(client, items, 'import')
    await saveSources(
      client,
      fresh.flatMap(([id, one]) => sourcesOf(id, one, heldBack)),
    )
    await keepTimes(client, fresh)
    const hashes = new Map([...known.values(), ...items].map(({ id, wordHash }) => [id, wordHash]))
    const { stored, orphaned } = await saveVotes(client, votes, hashes)
    if (items.length + stored > 0) {
      const ids = items.map(({ id }) => id)
      await saveEvent(client, { actor: 'import', action: 'import', ids })
    }
    const isLong = ({ content }: OldItem) => clean(content).length > CONTENT_LENGTH
    return {
      items: items.length,
      known: old.size - fresh.length,
      votes: stored,
      heldBack,
      shortened: fresh.flatMap(([id, one]) => (isLong(one) && !heldBack.includes(id) ? [id] : [])),
      orphaned,
    }
  })
}

function scoreOf(votes: OldVotes, id: string): number {
  return [...votes.values()].reduce((sum, own) => sum + (own.get(id) ?? 0), 0)
}

/** What enough people voted for stays in use; all else waits for review. */
function itemOf(id: string, old: OldItem, voted: boolean): Item {
  const { category } = old
  const [secret] = secretsInFact(old)
  if (secret) {
    const content = `The text looked like ${secret.name}.`
    const item = newItem(id, { title: 'Held back', content, category, tags: [] })
    return { ...item, status: 'rejected', flags: [TEXT_HELD_BACK] }
  }
  const title = cut(clean(old.title) || clean(old.content), TITLE_LENGTH)
  const content = cut(clean(old.content), CONTENT_LENGTH)
  const item = newItem(id, { title, content, category, tags: tagsOf(old.tags) })
  return voted && item.flags.length === 0 ? { ...item, status: 'accepted' } : item
}

function tagsOf(tags: readonly string[]): readonly string[] {
  const words = tags.map((tag) => cut(clean(tag), TITLE_LENGTH)).filter(Boolean)
  return [...new Set(words)].slice(0, 6)
}

function clean(text: string): string {
  return oneLine(visibleText(text))
}

function sourcesOf(id: string, old: OldItem, heldBack: readonly string[]): readonly Source[] {
  if (heldBack.includes(id)) return []
  const wording = cut(clean(old.content), CONTENT_LENGTH)
  const source = {
    block: importedBlock(id),
    itemId: id,
    wording,
    line: 0,
    alive: true,
    withdrawn: false,
  }
  return [...new Set(old.source_users)].map((username) => ({ ...source, username }))
}

/** The original knew an item since it was extracted, and reviewed none: accepted it is since it was taken over. */
async function keepTimes(
  queries: Queries,
  fresh: readonly (readonly [string, OldItem])[],
): Promise<void> {
  const rows = fresh.map(([id, { extracted_at, updated_at }]) => ({ id, extracted_at, updated_at }))
  await queries.query(
    `update corporate_memory.item i set created_at = coalesce(r.extracted_at, i.created_at),
       updated_at = coalesce(r.updated_at, r.extracted_at, i.updated_at)
     from jsonb_to_recordset($1::jsonb) as r(id text, extracted_at timestamptz, updated_at timestamptz)
     where r.id = i.id`,
    [JSON.stringify(rows)],
  )
  await queries.query(
    `insert into corporate_memory.item_status (item_id, at, status)
     select id, extracted_at, 'pending' from jsonb_to_recordset($1::jsonb) as r(id text, extracted_at timestamptz)
     where extracted_at is not null on conflict do nothing`,
    [JSON.stringify(rows)],
  )
}

async function saveVotes(
  queries: Queries,
  votes: OldVotes,
  hashes: ReadonlyMap<string, string>,
): Promise<{ stored: number; orphaned: number }> {
  const all = [...votes].flatMap(([username, own]) =>
    [...own].map(([id, vote]) => ({ username, id, vote, hash: hashes.get(id) })),
  )
  const known = all.filter(({ hash }) => hash !== undefined)
  // A vote that somebody cast here meanwhile is newer.
  const { rowCount } = await queries.query(
    `insert into corporate_memory.vote (item_id, username, vote, word_hash)
     select id, username, vote, hash from jsonb_to_recordset($1::jsonb)
       as r(id text, username text, vote smallint, hash text) on conflict do nothing`,
    [JSON.stringify(known)],
  )
  return { stored: rowCount ?? 0, orphaned: all.length - known.length }
}
