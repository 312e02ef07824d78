import { join } from 'node:path'
import type { Database } from '#core/database/connect.ts'
import type { Events } from '#core/database/events.ts'
import type { Leases } from '#core/database/leases.ts'
import { collect } from '../../services/corporate-memory/catalogue/collect.ts'
import type { Item } from '../../services/corporate-memory/catalogue/item.ts'
import { loadCatalogue } from '../../services/corporate-memory/catalogue/load-catalogue.ts'
import { decide, type Decision } from '../../services/corporate-memory/review/decide.ts'
import { openTestDatabase } from './postgres.ts'

/** The corporate memory on a database of its own, fed by notes of a test. */
export interface TestMemory extends AsyncDisposable {
  readonly db: Database
  readonly events: Events
  readonly leases: Leases
  /** Collects these notes, by username; who is not named has none. */
  collect(notes: Readonly<Record<string, string>>): Promise<void>
  /** Forgets everything. */
  empty(): Promise<void>
  items(): Promise<readonly Item[]>
  /** The item whose text holds these words. */
  item(words: string): Promise<Item>
  /** A reviewer accepts or rejects the item as it is now. */
  decide(item: Item, decision: Decision): Promise<void>
}

const dir = join(import.meta.dirname, '../../services/corporate-memory/migrations')

export const memoryOwners = [{ owner: 'corporate-memory', dir }]

export async function openTestMemory(): Promise<TestMemory> {
  const { db, events, leases, close } = await openTestDatabase(memoryOwners)
  const items = async () => [...(await loadCatalogue(db.pool)).items.values()]
  return {
    db,
    events,
    leases,
    items,
    async empty() {
      await db.pool.query(
        'truncate corporate_memory.item, corporate_memory.event, corporate_memory.note cascade',
      )
    },
    async collect(notes) {
      const written = Object.entries(notes).map(([username, text]) => ({ username, text }))
      await collect(db, { notes: written, unreadable: [] })
    },
    decide: ({ id, wordHash: seen }, decision) => decide(db, { actor: 'rita', id, decision, seen }),
    async item(words) {
      const found = (await items()).find(({ content }) => content.includes(words))
      if (!found) throw new Error(`no item says ${words}`)
      return found
    },
    [Symbol.asyncDispose]: close,
  }
}
