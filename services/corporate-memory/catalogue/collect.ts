import type { Database } from '#core/database/connect.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { notCurated, type Curated } from '../curate/curate-notes.ts'
import type { Notes } from '../notes/note.ts'
import type { Catalogue } from './item.ts'
import { loadCatalogue, loadNotes, nothing } from './load-catalogue.ts'
import { refresh } from './refresh.ts'
import type { Refreshed } from './refreshed.ts'
import { saveRefreshed } from './save-refreshed.ts'
import { scanAhead } from './scan-ahead.ts'

/** Collections, votes and reviews take turns, so that each sees what the other left. */
export const TURN = 'corporate-memory'

/** What a collection found and did. */
export interface Collected {
  readonly before: Catalogue
  readonly after: Refreshed
  readonly notes: Notes
  readonly curated: Curated
}

/** Brings the catalogue up to date with the notes, in one transaction; a trial run writes nothing. */
export async function collect(
  db: Database,
  read: Notes,
  {
    dryRun = false,
    fromNothing = false,
    curated = notCurated,
  }: {
    readonly dryRun?: boolean
    /** As if the catalogue were empty. */
    readonly fromNothing?: boolean
    readonly curated?: Curated
  } = {},
): Promise<Collected> {
  await scanAhead(fromNothing ? nothing.notes : await loadNotes(db.pool), read)
  return inTransaction(db, TURN, async (client) => {
    const before = fromNothing ? nothing : await loadCatalogue(client)
    const notes = withAbsent(read, before)
    const after = refresh(before, notes, { facts: curated.facts })
    if (!dryRun) {
      await saveRefreshed(client, before, after)
      await client.query(
        `insert into corporate_memory.collection (collected_at, people) values (now(), $1)
         on conflict (only_one) do update set collected_at = now(), people = $1`,
        [notes.notes.length],
      )
    }
    return { before, after, notes, curated }
  })
}

/** A home that is not there is no note that was removed: what is known of it stays, and is told. */
function withAbsent(read: Notes, before: Catalogue): Notes {
  const { homeless = [], unreadable } = read
  const told = new Set(unreadable.map(({ username }) => username))
  const absent = [...before.notes.keys()].filter(
    (username) => !told.has(username) && (homeless === 'everybody' || homeless.includes(username)),
  )
  const reason = 'the folder is not there; remove the person, or mount it'
  return {
    ...read,
    unreadable: [...unreadable, ...absent.map((username) => ({ username, reason }))],
  }
}
