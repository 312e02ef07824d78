import { secretRules } from './secret-rules.ts'

/**
 * A text in which secrets and personal data are replaced by the name of the rule that found them. It sees
 * the text as it stands: what is hidden by an encoding is found by `findSecrets`, and cannot be cut out.
 */
export function redact(text: string): string {
  const small = text.toLowerCase()
  let clean = text
  for (const { id, pattern, keywords, check } of secretRules) {
    if (keywords && !keywords.some((keyword) => small.includes(keyword))) continue
    clean = clean.replace(pattern, (whole: string, ...rest: unknown[]) => {
      const value = typeof rest[0] === 'string' ? rest[0] : whole
      if (check && !check(value)) return whole
      // The name before a value stays, so that a reader knows what stood there.
      return whole.replace(value, `[${id}]`)
    })
  }
  return clean
}
