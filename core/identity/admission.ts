/** Who may enter without being invited: exact addresses and exact domains. */
export interface AdmissionRules {
  readonly allowedDomains: readonly string[]
  readonly allowedEmails: readonly string[]
}

/** Whether an address is let in by the rules. A subdomain is another domain; empty rules admit nobody. */
export function isAdmitted(email: string, rules: AdmissionRules): boolean {
  const address = email.toLowerCase()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return rules.allowedEmails.includes(address) || rules.allowedDomains.includes(domain)
}
