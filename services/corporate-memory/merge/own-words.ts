import { otherQuality, qualityDiffers } from './qualities.ts'
import { smallWordsDiffer } from './small-words.ts'
import type { Statement } from './statement.ts'
import { without } from './without.ts'

/** Words that each may have to itself, for one that they share. */
const MOST_APART = 0.6
/** So many words may stand in another's place in a text of another meaning. */
const EXCHANGED = 2

/** Stems that add nothing to what a text says, and name nothing either, as `stor` and `contain` do. */
const light = new Set(
  'becaus belong equal giv gt happen itself jinak lt mak occur protož put really see sinc sql tak yes'.split(
    ' ',
  ),
)

/**
 * Whether the words that only one of two statements has make them two: words that only one adds are a scope,
 * a condition or an exception; one or two on each side stand in each other's place; many say something else.
 * Without any of weight it is for the small words, as `must` and `may`, to decide.
 */
export function ownWordsContradict(a: Statement, b: Statement): boolean {
  const [ofA, ofB] = [without(a.set, b.set), without(b.set, a.set)]
  if (ofA.some((word) => isDenied(word, b)) || ofB.some((word) => isDenied(word, a))) return true
  if (ofA.some(isOperator) && ofB.some(isOperator)) return true
  const [weighA, weighB] = [ofA, ofB].map((words) => words.filter(isWeighty).length)
  const [fewer = 0, more = 0] = [weighA ?? 0, weighB ?? 0].toSorted((x, y) => x - y)
  if (more === 0) return qualityDiffers(a, b) || smallWordsDiffer(a.small, b.small)
  const shared = a.set.size - ofA.length
  return (
    fewer === 0 ||
    (fewer === 1 && more > EXCHANGED && more > shared / 2) ||
    Math.max(ofA.length, ofB.length) <= EXCHANGED ||
    Math.min(ofA.length, ofB.length) > MOST_APART * shared ||
    otherQuality(a, b)
  )
}

function isWeighty(word: string): boolean {
  return !light.has(word) && !isOperator(word)
}

/** One alone may be a list's mark or a slash between alternatives. */
function isOperator(word: string): boolean {
  return word.startsWith('op-')
}

/** `unpaid` where the other has `paid`. */
function isDenied(word: string, other: Statement): boolean {
  const [, bare = ''] = /^(?:ne|un|in|non-?|dis|im)(\p{L}{4,})$/u.exec(word) ?? []
  return bare !== '' && other.set.has(bare)
}
