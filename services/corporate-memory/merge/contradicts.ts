import { isTurnedRound } from './directions.ts'
import { contradictions, type Statement } from './statement.ts'

/**
 * Whether two statements that resemble one another may not be one: another number, sign, negation, opposite
 * or name, the same words the other way round, or a single word put in another's place. A wrong "yes" costs a duplicate; a wrong "no" would
 * put words into somebody's mouth.
 */
export function contradicts(a: Statement, b: Statement): boolean {
  if (a.wordHash === b.wordHash) return false
  return (
    a.numbers.join(' ') !== b.numbers.join(' ') ||
    a.negated !== b.negated ||
    opposes(a, b) ||
    namesDiffer(a, b) ||
    isTurnedRound(a, b) ||
    isSubstitution(a, b) ||
    isApart(a, b)
  )
}

function opposes(a: Statement, b: Statement): boolean {
  const [onlyA, onlyB] = [without(a.poles, b.poles), without(b.poles, a.poles)]
  return onlyA.some((one) => onlyB.some((other) => contradictions.has(`${one}|${other}`)))
}

/** A name that the other does not say at all, on both sides. */
function namesDiffer(a: Statement, b: Statement): boolean {
  const missing = (from: Statement, other: Statement) =>
    without(from.names, other.names).filter((name) => !other.set.has(name))
  return missing(a, b).length > 0 && missing(b, a).length > 0
}

/** Words that each may have to itself, for one that they share. */
const MOST_APART = 0.6

/** Nearly all the same words, with one or two exchanged. */
function isSubstitution(a: Statement, b: Statement): boolean {
  const [onlyA, onlyB] = [without(a.set, b.set), without(b.set, a.set)]
  if (onlyA.length === 0 || onlyB.length === 0) return false
  const shared = a.set.size - onlyA.length
  return (
    onlyA.length <= 2 && onlyB.length <= 2 && shared >= 2 * Math.max(onlyA.length, onlyB.length)
  )
}

/** Each says more that the other does not than they say together. */
function isApart(a: Statement, b: Statement): boolean {
  const [onlyA, onlyB] = [without(a.set, b.set).length, without(b.set, a.set).length]
  return Math.min(onlyA, onlyB) > MOST_APART * (a.set.size - onlyA)
}

function without(from: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...from].filter((word) => !other.has(word))
}
