import { isStopWord } from '../extract/words.ts'
import type { Reading } from './reading.ts'

/** Two texts as they are compared word by word. */
interface Read {
  readonly reading: Reading
  readonly stems: readonly string[]
}

/** What of the longer text may stand in one place alone where another stands in the other. */
const AROUND = 0.5
/** Texts that share so much in the same order are copies, whatever differs. */
const IN_ORDER = 0.75
/** Words that move and of which so many change their form do another thing to one another. */
const FORMS = 2

/**
 * Whether one of two texts, which are no copies, is the other with something altered: one place, signs, case,
 * order or the forms of words. What is altered in a text that stays as it is otherwise is meant; only a clause or a
 * phrase that moves to the front as a whole says the same there.
 */
export function isAlteredCopy(one: Read, other: Read): boolean {
  const [a, b] = [one.reading.words, other.reading.words]
  if (isEqual(a, b)) return true
  if (isSameBag(a, b)) {
    return !isFronted(one.reading, other.reading) && !isFronted(other.reading, one.reading)
  }
  if (isEqual(one.stems, other.stems)) return true
  const sameStems = isSameBag(one.stems, other.stems)
  // `Rates of a weekend` are `weekend rates`.
  if (sameStems && isSameBag(withoutOf(a), withoutOf(b))) return false
  const longer = Math.max(a.length, b.length)
  return (
    around(a, b).length >= AROUND * longer ||
    inOrder(a, b) >= IN_ORDER * longer ||
    (sameStems && Math.max(formsApart(a, b), formsApart(b, a)) >= FORMS)
  )
}

function withoutOf(words: readonly string[]): readonly string[] {
  return words.filter((word) => word !== 'of')
}

/** How many words with a meaning have another form in the other text. */
function formsApart(a: readonly string[], b: readonly string[]): number {
  return a.filter((word) => !b.includes(word) && !isStopWord(word)).length
}

/** How many words two texts share at their begin, at their end, and in both. */
function around(a: readonly string[], b: readonly string[]) {
  const shorter = Math.min(a.length, b.length)
  let [before, after] = [0, 0]
  while (before < shorter && a[before] === b[before]) before += 1
  while (after < shorter - before && a.at(-1 - after) === b.at(-1 - after)) after += 1
  return { before, after, length: before + after }
}

const leading = new Set(
  (
    'in on at for from to into with without before after by per if when whenever unless because since as until during within ' +
    'under over of v na pro od do z ze po před při za bez podle u pokud když protože jestli jakmile než mezi s k'
  ).split(' '),
)
/** What stands before a phrase to say something of it. */
const focusing = new Set('only not even also just never too jen ne i ani až také už'.split(' '))

/** Whether one text has a phrase or clause in front of a clause that stands behind another in the other. */
function isFronted(front: Reading, back: Reading): boolean {
  const [a, b] = [front.words, back.words]
  const { before, after } = around(a, b)
  const [moved, other] = [a.slice(before, a.length - after), b.slice(before, b.length - after)]
  const beginsClause = before === 0 || isClauseEnd(front, before)
  if (!beginsClause || !isSameBag(marksOf(front), marksOf(back))) return false
  for (let length = 2; length < moved.length; length += 1) {
    const phrase = moved.slice(0, length)
    const rest = moved.slice(length)
    if (!isEqual([...rest, ...phrase], other)) continue
    const isPhrase = leading.has(phrase[focusing.has(phrase[0] ?? '') ? 1 : 0] ?? '')
    const isClause = isClauseEnd(front, before + length)
    if ((isPhrase || isClause) && !focusing.has(rest.at(-1) ?? '')) return true
  }
  return false
}

function isClauseEnd({ signs }: Reading, place: number): boolean {
  return signs[place]?.includes('|') ?? false
}

/** The signs that do not end a clause. */
function marksOf({ signs }: Reading): readonly string[] {
  return signs
    .map((some) => some.replaceAll('|', ''))
    .filter(Boolean)
    .toSorted()
}

/** How many words stand in both in the same order. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0)
  for (const word of a) {
    let [left, diagonal] = [0, 0]
    row = row.map((above, place) => {
      left = b[place] === word ? diagonal + 1 : Math.max(above, left)
      diagonal = above
      return left
    })
  }
  return row.at(-1) ?? 0
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, place) => one === b[place])
}

function isSameBag(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isEqual(a.toSorted(), b.toSorted())
}
