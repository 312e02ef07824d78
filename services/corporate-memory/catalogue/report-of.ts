import { countOf } from '#core/portal/format-count.ts'
import type { Notes } from '../notes/note.ts'
import type { Collected } from './collect.ts'
import type { Item, Quarantined } from './item.ts'
import type { Refreshed } from './refreshed.ts'

/** A collection in a line. */
export function summaryOf({ after, notes }: Collected): string {
  const held = countOf(after.quarantined.length, 'finding')
  const unread = notes.unreadable.length
  return `${countOf(notes.notes.length, 'note')}, ${countOf(after.changed.length, 'item')} changed, ${held} held back${unread > 0 ? `, ${countOf(unread, 'note')} not read` : ''}`
}

/** What kept notes, or parts of them, from being read; each with its owner. */
export function problemsOf({ notes }: Collected): Notes['unreadable'] {
  return [...notes.unreadable, ...partlyRead(notes)]
}

function partlyRead({ notes }: Notes): Notes['unreadable'] {
  return notes.flatMap(({ username, problem }) =>
    problem === undefined ? [] : [{ username, reason: problem }],
  )
}

/** A collection as one JSON document; the same for the same notes, and without any secret. */
export function reportOf({ before, after, notes, curated }: Collected): object {
  const sources = Map.groupBy(
    [...after.sources.values()]
      .flatMap((blocks) => [...blocks.values()])
      .filter(({ alive }) => alive),
    ({ itemId }) => itemId,
  )
  const items = [...after.items.values()].toSorted((a, b) => a.id.localeCompare(b.id))
  return {
    items: items.map((item) => ({
      ...shown(item),
      sources: (sources.get(item.id) ?? [])
        .map(({ username, block }) => ({ user: username, block }))
        .toSorted((a, b) => a.user.localeCompare(b.user) || a.block.localeCompare(b.block)),
    })),
    quarantined: [...after.quarantined]
      .toSorted(byPlace)
      .map(({ username, block, rule, line }) => ({
        user: username,
        block,
        rule,
        line,
      })),
    unreadable: notes.unreadable.map(({ username, reason }) => ({ user: username, reason })),
    partlyRead: partlyRead(notes).map(({ username, reason }) => ({ user: username, reason })),
    counts: {
      people: notes.notes.length,
      items: items.filter(({ status }) => status !== 'merged' && status !== 'withdrawn').length,
      new: after.changed.filter((id) => !before.items.has(id)).length,
      changed: after.changed.filter((id) => before.items.has(id)).length,
      quarantined: new Set(after.quarantined.map(({ username, block }) => `${username} ${block}`))
        .size,
      leftOut: leftOutOf(after.notes),
    },
    tokens: { input: curated.input, output: curated.output },
    curator: { calls: curated.calls, failures: curated.failures },
  }
}

function shown({ id, title, content, category, tags, status, version, flags }: Item): object {
  return { id, title, content, category, tags, status, version, flags }
}

function byPlace(a: Quarantined, b: Quarantined): number {
  return a.username.localeCompare(b.username) || a.line - b.line || a.rule.localeCompare(b.rule)
}

function leftOutOf(notes: Refreshed['notes']): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { leftOut } of notes.values()) {
    for (const [reason, count] of Object.entries(leftOut))
      counts[reason] = (counts[reason] ?? 0) + count
  }
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b)))
}
