import { visibleText } from './clean-text.ts'
import { readingsOf } from './readings.ts'
import { valueIn, type SecretRule } from './secret-rule.ts'
import { secretRules } from './secret-rules.ts'

/** A secret or personal data that was found; never the value. */
export interface SecretHit {
  readonly rule: string
  readonly name: string
  /** The line of the text that it begins in, from 1; 1 where only another reading shows it. */
  readonly line: number
}

/** Looks for secrets and personal data; one hit a rule at most. `before` is what leads to the text. */
export function findSecrets(text: string, before: readonly string[] = []): readonly SecretHit[] {
  const hits = new Map<string, SecretHit>()
  const lead = before.map((part) => part.replace(/[:\s]+$/, '')).filter(mayLead)
  const readings = readingsOf(text)
  const led = lead.map(
    (part) =>
      `${part}: ${visibleText(text).replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+|^\s+|^\s*```.{0,20}\n\s*/, '')}`,
  )
  for (const reading of [...readings, ...led]) {
    const small = reading.toLowerCase()
    for (const rule of secretRules) {
      if (hits.has(rule.id)) continue
      if (rule.keywords && !rule.keywords.some((keyword) => small.includes(keyword))) continue
      const at = firstHit(rule, reading)
      if (at === undefined) continue
      const line = reading === text ? text.slice(0, at).split('\n').length : 1
      hits.set(rule.id, { rule: rule.id, name: rule.name, line })
    }
  }
  return [...hits.values()]
}

function firstHit(rule: SecretRule, text: string): number | undefined {
  for (const match of text.matchAll(rule.pattern)) {
    if (valueIn(rule, match) !== undefined) return match.index
  }
  return undefined
}

/** Whether a line could be the name of a secret at all. */
function mayLead(text: string): boolean {
  const small = text.toLowerCase()
  return secretRules.some(({ keywords }) => keywords?.some((keyword) => small.includes(keyword)))
}
