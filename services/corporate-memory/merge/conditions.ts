import { stemsOf } from '../extract/words.ts'

const clause =
  /(?<!\p{L})(?:if|when|whenever|unless|once|pokud|když|jestliže|jakmile)(?!\p{L})([^,;:.\n]{1,200})/giu

/** The words with a meaning in the clauses that say when the rest of a text holds. */
export function conditionsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(clause)].flatMap(([, said = '']) => stemsOf(said)))
}

/** What a text says, and on what it depends. */
interface Conditional {
  readonly set: ReadonlySet<string>
  readonly conditions: ReadonlySet<string>
}

/** Whether what one makes a condition is what follows in the other: `if A, then B` and `if B, then A`. */
export function isCausedByOther(a: Conditional, b: Conditional): boolean {
  return followsIn(a, b) && followsIn(b, a)
}

function followsIn({ conditions }: Conditional, other: Conditional): boolean {
  return [...conditions].some((stem) => other.set.has(stem) && !other.conditions.has(stem))
}
