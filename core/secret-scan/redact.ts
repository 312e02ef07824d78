import { valueIn } from './secret-rule.ts'
import { secretRules } from './secret-rules.ts'

/**
 * A text in which secrets and personal data are replaced by the name of the rule that found them. It sees
 * the text as it stands: what is hidden by an encoding is found by `findSecrets`, and cannot be cut out.
 */
export function redact(
  text: string,
  mark: (rule: string, value: string) => string = (rule) => `[${rule}]`,
): string {
  const small = text.toLowerCase()
  let clean = text
  for (const rule of secretRules) {
    const { id, pattern, keywords } = rule
    if (keywords && !keywords.some((keyword) => small.includes(keyword))) continue
    // The name before a value stays, so that a reader knows what stood there.
    const values = new Set([...clean.matchAll(pattern)].flatMap((one) => valueIn(rule, one) ?? []))
    for (const value of values) clean = clean.replaceAll(value, () => mark(id, value))
  }
  return clean
}
