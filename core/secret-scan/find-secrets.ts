import { blockRules } from './block-rules.ts'
import { visibleText } from './clean-text.ts'
import { codeRules } from './code-rules.ts'
import { withoutPublicParts } from './public-parts.ts'
import { joinedParts, readingsOf, seenText } from './readings.ts'
import { accessNames, nameKeywords } from './secret-names.ts'
import { rulesFor, valuesIn, type FoundValue, type SecretRule } from './secret-rule.ts'
import { lineRules, unnamedRules } from './secret-rules.ts'

/** A secret or personal data that was found; never the value. */
export interface SecretHit {
  readonly rule: string
  readonly name: string
  /** The line of the text that it begins in, from 1; 1 where only another reading shows it. */
  readonly line: number
}

/**
 * Looks for secrets and personal data; one hit a rule at most. `before` is what leads to the text; `apart` whether
 * what one line names is looked for in others.
 */
export function findSecrets(
  text: string,
  before: readonly string[] = [],
  { apart = true }: { readonly apart?: boolean } = {},
): readonly SecretHit[] {
  const itself = withoutPublicParts(text)
  const readings = readingsOf(itself)
  const first = visibleText(text).replace(itsMark, '')
  const leads = before.map((part) => part.replace(/[:\s]+$/, '')).filter(mayLead)
  const all = [...readings, ...leads.map((lead) => `${lead}: ${first}`)]
  const written = new Set([itself, seenText(itself)])
  // What a line shows by itself needs no look at the lines around it.
  for (const rules of apart ? [lineRules, blockRules, unnamedRules] : [lineRules, unnamedRules]) {
    const hits = new Map<string, SecretHit>()
    for (const reading of all) {
      const tried = written.has(reading) ? rules : rules.filter(({ asWritten }) => !asWritten)
      for (const { rule, value, index } of firstOfEach(tried, reading, hits)) {
        const line = reading === readings[0] ? lineOf(text, value, index) : 1
        hits.set(rule.id, { rule: rule.id, name: rule.name, line })
      }
    }
    if (hits.size > 0) return [...hits.values()]
  }
  return []
}

/** Secrets in a text that show only beside what stands `before` and `after` it, which names them. */
export function findBeside(text: string, before: string, after: string): readonly SecretHit[] {
  const bare = (part: string) => withoutPublicParts(visibleText(part))
  const plain = bare(text)
  const known = new Set(allOf(besideRules, plain).map(({ value }) => value))
  const hits = new Map<string, SecretHit>()
  for (const { rule, value } of allOf(besideRules, `${bare(before)}\n${plain}\n${bare(after)}`)) {
    const at = plain.indexOf(value)
    if (at < 0 || known.has(value)) continue
    hits.set(rule.id, { rule: rule.id, name: rule.name, line: lineOf(text, value, at) })
  }
  for (const hit of inParts(plain, bare(before), bare(after))) hits.set(hit.rule, hit)
  return [...hits.values()]
}

/** What a text is a part of, by its own word, and the other part stands right before or after it. */
function inParts(text: string, before: string, after: string): readonly SecretHit[] {
  // Two parts that both stand before it are not about it.
  const lists = [
    ...(joinedParts(before) === undefined ? [`${before}\n${text}`] : []),
    `${text}\n${after}`,
  ]
  const whole = lists.map(joinedParts).find((joined) => joined !== undefined)
  return whole === undefined ? [] : findSecrets(whole)
}

/** Kinds whose name and value may stand in two blocks. */
const besideRules = [...codeRules.filter(({ search }) => search), ...blockRules]

interface Found extends FoundValue {
  readonly rule: SecretRule
}

function firstOfEach(
  rules: readonly SecretRule[],
  text: string,
  known: ReadonlyMap<string, unknown>,
): readonly Found[] {
  return rulesFor(rules, text).flatMap((rule) => {
    if (known.has(rule.id)) return []
    const { value, done } = valuesIn(rule, text).next()
    return done === true ? [] : [{ ...value, rule }]
  })
}

function allOf(rules: readonly SecretRule[], text: string): readonly Found[] {
  return rulesFor(rules, text).flatMap((rule) =>
    [...valuesIn(rule, text)].map((found) => ({ ...found, rule })),
  )
}

/** Found again in the whole text, from which public parts may have been taken. */
function lineOf(text: string, value: string, index: number): number {
  const at = text.indexOf(value)
  return text.slice(0, at < 0 ? index : at).split('\n').length
}

/** What stands before the first word of a block: the mark of a list, the fence of code. */
const itsMark = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+|^\s+|^\s*```.{0,20}\n\s*/

const access = new RegExp(`(?<![\\p{L}\\d])(?:${accessNames})(?!\\p{L})`, 'iu')

/** Whether a line could be the name of a secret at all. */
function mayLead(text: string): boolean {
  const small = text.toLowerCase()
  return nameKeywords.some((word) => small.includes(word)) || access.test(text)
}
