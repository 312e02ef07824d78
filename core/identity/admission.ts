/** Who may enter without being invited: exact addresses and exact domains, in small letters. */
export interface AdmissionRules {
  readonly allowedDomains: readonly string[]
  readonly allowedEmails: readonly string[]
}

/**
 * Whether an address, as `normalEmail` gives it, is let in by the rules. A subdomain is another
 * domain; empty rules admit nobody.
 */
export function isAdmitted(email: string, rules: AdmissionRules): boolean {
  if (rules.allowedEmails.includes(email)) return true
  const [local, domain, ...more] = email.split('@')
  // Of `eve@evil.com@acme.com` nobody can say who it belongs to.
  if (!local || !domain || more.length > 0) return false
  return rules.allowedDomains.includes(domain)
}
