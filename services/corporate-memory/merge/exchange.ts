import type { Statement } from './statement.ts'

/** Longer groups are clauses, which may stand in either order. */
const MOST_WORDS = 2

/**
 * Whether two statements say the same words, but two of them, or two pairs, stand in each other's place with
 * the same between them: `A pays B` and `B pays A`, `20 = A, 30 = B` and `20 = B, 30 = A`.
 */
export function isExchange(a: Statement, b: Statement): boolean {
  // `A pays B` and `B is paid by A` say the same.
  if (a.directions.has('by') !== b.directions.has('by')) return false
  return (
    isTurned(shared(a.stems, b), shared(b.stems, a)) || isTurned(shared(a.set, b), shared(b.set, a))
  )
}

function shared(words: Iterable<string>, other: Statement): readonly string[] {
  return [...words].filter((word) => other.set.has(word))
}

function isTurned(ours: readonly string[], theirs: readonly string[]): boolean {
  const from = ours.findIndex((word, place) => word !== theirs[place])
  const to = ours.findLastIndex((word, place) => word !== theirs[place]) + 1
  const [moved, other] = [ours.slice(from, to), theirs.slice(from, to)]
  const [front, back] = [moved.indexOf(other.at(-1) ?? '') + 1, moved.indexOf(other[0] ?? '')]
  if (back <= front || front > MOST_WORDS || moved.length - back > MOST_WORDS) return false
  const turned = [...moved.slice(back), ...moved.slice(front, back), ...moved.slice(0, front)]
  return turned.join(' ') === other.join(' ')
}
