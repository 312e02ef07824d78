/** Characters around a name in which its value is looked for. */
const [BEFORE, AFTER] = [60, 100]

/** One kind of secret or personal data, as data: what it looks like, and examples that prove it. */
export interface SecretRule {
  readonly id: string
  /** What its owner is told that the line looks like. */
  readonly name: string
  /** Every repetition is bounded, so that a search takes time in proportion to the text. */
  readonly pattern: RegExp
  /** Small letters, one of which must be there for the pattern to be tried at all. */
  readonly keywords?: readonly string[]
  /** Judges what was found; group 1 where the pattern has one, else all of it. */
  readonly check?: (found: string) => boolean
  /** Instead of `check`: finds the value in what stands before and after, in the same line. */
  readonly pick?: (before: string, after: string) => string | undefined
  /** `~` stands for nothing, so that these lines are no secrets themselves. */
  readonly hits: readonly string[]
  readonly clean: readonly string[]
}

/** The secret in a match of a rule's pattern; undefined when it only looked like one. */
export function valueIn({ check, pick }: SecretRule, match: RegExpExecArray): string | undefined {
  const { index, input } = match
  if (pick) {
    const before = input.slice(Math.max(0, index - BEFORE), index)
    const after = input.slice(index + match[0].length).slice(0, AFTER)
    return pick(before.slice(before.lastIndexOf('\n') + 1), after.split('\n', 1)[0] ?? '')
  }
  const value = match[1] ?? match[0]
  return !check || check(value) ? value : undefined
}
