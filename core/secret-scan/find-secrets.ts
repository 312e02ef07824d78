import { readingsOf } from './readings.ts'
import type { SecretRule } from './secret-rule.ts'
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
  const lead = before.map((part) => part.replace(/[:\s]+$/, '')).filter((part) => part !== '')
  const readings = readingsOf(text)
  const led = lead.map(
    (part) => `${part}: ${(readings[1] ?? text).replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+/, '')}`,
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

function firstHit({ pattern, check }: SecretRule, text: string): number | undefined {
  for (const match of text.matchAll(pattern)) {
    if (!check || check(match[1] ?? match[0])) return match.index
  }
  return undefined
}
