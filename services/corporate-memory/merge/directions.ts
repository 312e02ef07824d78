import { stemsOf } from '../extract/words.ts'

/** Words that say something of what stands behind them, which is another thing when that is exchanged. */
const directing = new Set(
  (
    'before after from to into onto than over under above below not never no without instead by per if when unless against ' +
    'před po z ze do na k ke než místo bez ne nikdy podle když proti'
  ).split(' '),
)

/** The first words with a meaning behind a word that directs, and all of them before it. */
interface Sides {
  readonly behind: Set<string>
  readonly before: Set<string>
}

/** By the word that directs. */
export type Directions = ReadonlyMap<string, Sides>

export function directionsOf(words: readonly string[]): Directions {
  const found = new Map<string, Sides>()
  const said: string[] = []
  let open: Sides[] = []
  for (const word of words) {
    if (directing.has(word)) {
      const sides = found.get(word) ?? { behind: new Set(), before: new Set() }
      found.set(word, sides)
      for (const stem of said) sides.before.add(stem)
      open.push(sides)
      continue
    }
    const [stem] = stemsOf(word)
    if (stem === undefined) continue
    said.push(stem)
    for (const { behind } of open) behind.add(stem)
    open = []
  }
  return found
}

/** Whether the same words stand the other way round: A before B, and B before A. */
export function isTurnedRound(
  { directions: a }: { readonly directions: Directions },
  { directions: b }: { readonly directions: Directions },
): boolean {
  return [...a].some(([word, ours]) => {
    const theirs = b.get(word)
    return theirs !== undefined && isExchanged(ours, theirs) && isExchanged(theirs, ours)
  })
}

/** Whether something that only the one has behind the word stands before it in the other. */
function isExchanged(one: Sides, other: Sides): boolean {
  return [...one.behind].some((stem) => !other.behind.has(stem) && other.before.has(stem))
}
