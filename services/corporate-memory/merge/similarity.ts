import type { Statement } from './statement.ts'

/** How rare a word is over all statements: high for those that tell statements apart. */
export type Rarity = (stem: string) => number

/** How alike two statements are, 0 to 1: rare words together, their share of the shorter, and letters. */
export function similarity(a: Statement, b: Statement, rarity: Rarity): number {
  if (a.wordHash === b.wordHash) return 1
  const shared = [...a.set].filter((stem) => b.set.has(stem))
  if (shared.length === 0) return 0
  const weigh = (stems: Iterable<string>) => {
    let sum = 0
    for (const stem of stems) sum += rarity(stem)
    return sum
  }
  const square = (stems: Iterable<string>) => {
    let sum = 0
    for (const stem of stems) sum += rarity(stem) ** 2
    return sum
  }
  const cosine = square(shared) / Math.sqrt(square(a.set) * square(b.set))
  const overlap = weigh(shared) / Math.min(weigh(a.set), weigh(b.set))
  let common = 0
  for (const gram of a.grams) if (b.grams.has(gram)) common += 1
  const jaccard = common / Math.max(1, a.grams.size + b.grams.size - common)
  return 0.5 * cosine + 0.3 * overlap + 0.2 * jaccard
}
