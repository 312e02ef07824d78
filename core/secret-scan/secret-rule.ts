/** Characters around a name in which its value is looked for. */
const [BEFORE, AFTER] = [60, 100]
/** Lines around one that names a secret, in which its value may stand. */
const [LINES_BEFORE, LINES_AFTER] = [6, 26]

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
  /** Instead of `check`: finds the values in the lines around those that have the pattern. */
  readonly search?: (lines: string) => readonly string[]
  /** Only where it stands so, and not in another reading: broken lines that are joined make words of two. */
  readonly asWritten?: boolean
  /** `~` stands for nothing, so that these lines are no secrets themselves. */
  readonly hits: readonly string[]
  readonly clean: readonly string[]
}

/** A secret in a text, and where it or its name begins. */
export interface FoundValue {
  readonly value: string
  readonly index: number
}

/** The rules that may find something in a text, by their keywords; those of many rules are looked for once. */
export function rulesFor(rules: readonly SecretRule[], text: string): readonly SecretRule[] {
  const small = text.toLowerCase()
  const asked = new Map<readonly string[], boolean>()
  return rules.filter(({ keywords }) => {
    if (!keywords) return true
    const known = asked.get(keywords) ?? keywords.some((word) => small.includes(word))
    asked.set(keywords, known)
    return known
  })
}

/** The secrets that a rule sees in a text. */
export function* valuesIn(rule: SecretRule, text: string): Generator<FoundValue> {
  const { pattern, search } = rule
  if (search) {
    const lines = linesAround(text, pattern)
    if (lines === '') return
    for (const value of search(lines)) yield { value, index: Math.max(0, text.indexOf(value)) }
    return
  }
  for (const match of text.matchAll(pattern)) {
    const value = valueIn(rule, match)
    if (value !== undefined) yield { value, index: match.index }
  }
}

/** The lines of a text that have a pattern, with those before and after that may belong to it. */
function linesAround(text: string, pattern: RegExp): string {
  if (text.search(pattern) < 0) return ''
  const lines = text.split('\n')
  const near = new Set<number>()
  for (const [at, line] of lines.entries()) {
    if (line.search(pattern) < 0) continue
    for (let one = at - LINES_BEFORE; one <= at + LINES_AFTER; one += 1) near.add(one)
  }
  return lines.filter((_, at) => near.has(at)).join('\n')
}

/** The secret in a match of a rule's pattern; undefined when it only looked like one. */
function valueIn({ check, pick }: SecretRule, match: RegExpExecArray): string | undefined {
  const { index, input } = match
  if (pick) {
    const before = input.slice(Math.max(0, index - BEFORE), index)
    const after = input.slice(index + match[0].length).slice(0, AFTER)
    return pick(before.slice(before.lastIndexOf('\n') + 1), after.split('\n', 1)[0] ?? '')
  }
  const value = match.slice(1).find((group) => group !== undefined) ?? match[0]
  // As documentation fills the place of a key.
  if (/x{8,}/i.test(value)) return undefined
  return !check || check(value) ? value : undefined
}
