import type { Database } from '#core/database/connect.ts'
import { Conflict, NotFound } from '#core/errors.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { TURN } from '../catalogue/collect.ts'
import { TEXT_HELD_BACK } from '../catalogue/flags-of.ts'
import type { Catalogue, Item, Source } from '../catalogue/item.ts'
import { loadCatalogue } from '../catalogue/load-catalogue.ts'
import { saveEvent } from '../catalogue/save-event.ts'
import { saveItems } from '../catalogue/save-items.ts'
import { saveSources } from '../catalogue/save-refreshed.ts'
import { secretsInFact } from '../extract/secrets-in-fact.ts'
import type { Vote } from './vote.ts'
import { replaceVotes, votesOf } from './votes.ts'

/** What a person did to items. */
export interface Change {
  readonly items?: readonly Item[]
  readonly sources?: readonly Source[]
  /** All votes of the items that the change is about, as they are afterwards. */
  readonly votes?: readonly Vote[]
  /** Whose note the next collection reads although it did not change. */
  readonly rereadNoteOf?: string
}

/** What was there before a change, so that it can be undone. */
export interface Snapshot {
  readonly items: readonly Item[]
  readonly sources: readonly Source[]
  readonly votes: readonly Vote[]
}

/** Who changes what; `ids` are the items that it is about, those that are made included. */
export interface ChangeRequest {
  readonly actor: string
  readonly action: string
  readonly ids: readonly string[]
}

/** Makes a change as a whole, if there is one, in turn with all others, and keeps what was before. */
export function changeItems(
  db: Database,
  { actor, action, ids }: ChangeRequest,
  change: (catalogue: Catalogue, before: Snapshot) => Change | undefined,
): Promise<void> {
  return inTransaction(db, TURN, async (client) => {
    const catalogue = await loadCatalogue(client)
    const before = {
      items: ids.flatMap((id) => catalogue.items.get(id) ?? []),
      sources: sourcesOf(catalogue, ids),
      votes: await votesOf(client, ids),
    }
    const changed = change(catalogue, before)
    if (!changed) return
    const { items = [], sources = [], votes, rereadNoteOf } = changed
    if (items.length > 0) await saveItems(client, items, actor)
    if (sources.length > 0) await saveSources(client, sources)
    if (votes) await replaceVotes(client, ids, votes)
    if (rereadNoteOf !== undefined) {
      await client.query(`update corporate_memory.note set fingerprint = '' where username = $1`, [
        rereadNoteOf,
      ])
    }
    await saveEvent(client, { actor, action, ids, before })
  })
}

/** The sources of some items, also those that are gone. */
export function sourcesOf(
  { sources }: Pick<Catalogue, 'sources'>,
  ids: readonly string[],
): readonly Source[] {
  return [...sources.values()].flatMap((blocks) =>
    [...blocks.values()].filter(({ itemId }) => ids.includes(itemId)),
  )
}

/** The item of an id; NotFound when there is none. */
export function requireItem({ items }: Pick<Catalogue, 'items'>, id: string): Item {
  const item = items.get(id)
  if (!item) throw new NotFound('unknown_item', `There is no item ${id}`)
  return item
}

/** Refuses what is done to an item that is another's part or that no note says any more. */
export function requireLiving({ status }: Item): void {
  if (status !== 'merged' && status !== 'withdrawn') return
  throw new Conflict('not_now', `An item that is ${status} cannot be changed`, {
    remedy: status === 'merged' ? 'Undo the merge first.' : 'It comes back when a note says it.',
  })
}

/** Refuses to count or to pass on what stands in the place of a text that was held back when it was imported. */
export function requireText({ flags }: Item): void {
  if (!flags.includes(TEXT_HELD_BACK)) return
  throw new Conflict('text_held_back', 'Its text was held back, as it looked like a secret', {
    remedy: 'A reviewer writes its text anew first: then it can be accepted.',
  })
}

/** Refuses to publish what looks like a secret by now: the rules may be newer than the text. */
export function requireNoSecret(item: Item): void {
  const [secret] = secretsInFact(item)
  if (!secret) return
  throw new Conflict('looks_like_secret', `The text looks like ${secret.name}`, {
    remedy: 'Write it anew without that: what is accepted is read by everyone.',
  })
}

/** Refuses a decision about words that are no longer there. */
export function requireWords(item: Item, seen: string): void {
  if (item.wordHash !== seen) throw textChanged()
}

export function textChanged(): Conflict {
  return new Conflict('text_changed', 'The text has changed since you saw it', {
    remedy: 'Read it again and decide anew.',
  })
}
