import type { Database } from '#core/database/connect.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'

/** What the routes work with. */
export interface MemoryDeps {
  readonly db: Database
  readonly homesDir: string
  /** Votes that accept an item; 0: only reviewers do. */
  readonly votesNeeded: number
  /** The group whose members review; administrators always may. */
  readonly reviewers: string
  /** What a model may cost, for the page that says what it did. */
  readonly tokensPerDay: number
  /** Days after which what nobody confirmed expires; 0: never. */
  readonly expireDays: number
  readonly now: () => Date
}

export function isReviewer({ reviewers }: MemoryDeps, { admin, groups }: PortalIdentity): boolean {
  return admin || groups.includes(reviewers)
}
