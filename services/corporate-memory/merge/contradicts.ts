import { isAlteredCopy } from './altered-copy.ts'
import { isTurnedRound } from './directions.ts'
import { isExchange } from './exchange.ts'
import { isCausedByOther } from './conditions.ts'
import { contradictions } from './opposites.ts'
import { ownWordsContradict } from './own-words.ts'
import type { Statement } from './statement.ts'
import { stepsDiffer } from './steps.ts'
import { without } from './without.ts'

/**
 * Whether two statements that resemble one another may not be one: another number, sign, negation, opposite
 * or name, an added condition, another modality, the same words the other way round, or a word put in
 * another's place. A wrong "yes" costs a duplicate; a wrong "no" would put words into somebody's mouth.
 */
export function contradicts(a: Statement, b: Statement): boolean {
  if (a.wordHash === b.wordHash) return false
  return (
    a.numbers.join(' ') !== b.numbers.join(' ') ||
    a.negated !== b.negated ||
    restrictionOf(a) !== restrictionOf(b) ||
    opposes(a, b) ||
    namesDiffer(a, b) ||
    isTurnedRound(a, b) ||
    isExchange(a, b) ||
    isCausedByOther(a, b) ||
    stepsDiffer(a.steps, b.steps) ||
    ownWordsContradict(a, b) ||
    isAlteredCopy(a, b)
  )
}

/** `only`, `not only`, `not all` and `need not` change what a text says, whatever else it says. */
function restrictionOf({ qualities }: Statement): string {
  return (['only', 'not only', 'not all', 'need not'] as const)
    .filter((one) => qualities.has(one))
    .join()
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
