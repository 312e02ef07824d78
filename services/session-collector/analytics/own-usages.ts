import { laterUsage, type Usage } from '../transcript/usage.ts'

/** A session with the answers of models that its files hold, by key. */
export interface SessionUsages {
  readonly id: string
  readonly startedAt: number
  readonly usages: ReadonlyMap<string, Usage>
}

/** The answers in several files of one session, each once. */
export function joinUsages(
  files: readonly ReadonlyMap<string, Usage>[],
): ReadonlyMap<string, Usage> {
  const all = new Map<string, Usage>()
  for (const [key, usage] of files.flatMap((file) => [...file])) {
    const known = all.get(key)
    all.set(key, known ? laterUsage(known, usage) : usage)
  }
  return all
}

/**
 * Which answers are whose, over all sessions of one person: a session that is resumed repeats rows in a
 * file of its own, and the one that began first keeps them. So the sums over sessions are the person's.
 */
export function ownUsages(
  sessions: readonly SessionUsages[],
): ReadonlyMap<string, readonly Usage[]> {
  const owners = new Map<string, { session: string; usage: Usage }>()
  const inOrder = sessions.toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))
  for (const { id, usages } of inOrder) {
    for (const [key, usage] of usages) {
      const owner = owners.get(key)
      if (owner) owner.usage = { ...laterUsage(owner.usage, usage), rows: owner.usage.rows }
      else owners.set(key, { session: id, usage })
    }
  }
  const own = new Map<string, Usage[]>(sessions.map(({ id }) => [id, []]))
  for (const { session, usage } of owners.values()) own.get(session)?.push(usage)
  return own
}
