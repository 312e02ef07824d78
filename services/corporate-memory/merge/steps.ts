import { stemsOf } from '../extract/words.ts'

const ordering =
  /(?<!\p{L})(?:first|then|next|finally|afterwards|lastly|nejdřív|nejdříve|nejprve|pak|potom|poté|nakonec|následně)(?!\p{L})|(?:^|\s)\d\.\s/iu
const between =
  /[,;:.\n]|(?<!\p{L})(?:then|and|pak|potom|poté|a|nakonec|následně)(?!\p{L})|(?:^|\s)\d\.\s/giu
const places = new Set([
  'first',
  'then',
  'next',
  'finally',
  'lastly',
  'afterwards',
  'nejdřív',
  'nejdříve',
  'nejprve',
])

/** The steps of a text that says what comes first and what then, each its words; none for any other text. */
export function stepsOf(text: string): readonly ReadonlySet<string>[] {
  if (!ordering.test(text)) return []
  return text.split(between).flatMap((part) => {
    const words = part.split(/\s+/).filter((word) => !places.has(word.toLowerCase()))
    const stems = stemsOf(words.join(' ')).filter((stem) => !/^\d+$/.test(stem))
    return stems.length === 0 ? [] : [new Set(stems)]
  })
}

/** Whether both name two of the same steps, and not in the same order. */
export function stepsDiffer(
  a: readonly ReadonlySet<string>[],
  b: readonly ReadonlySet<string>[],
): boolean {
  const found = a.map((step) => placeOf(step, b)).filter((place) => place >= 0)
  return found.some((place, nth) => nth > 0 && place < (found[nth - 1] ?? 0))
}

/** Where the step stands that shares most, at least half of the shorter; -1 when there is none. */
function placeOf(step: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): number {
  const shares = others.map((other) => {
    const shared = [...step].filter((word) => other.has(word)).length
    return shared / Math.min(step.size, other.size) + shared / 100
  })
  const most = Math.max(0, ...shares)
  return most < 0.5 ? -1 : shares.indexOf(most)
}
