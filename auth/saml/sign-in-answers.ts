import { z } from 'zod'
import type { SignInProfile } from '#core/auth.ts'
import {
  browserTransactions,
  type BrowserTransactions,
  type TransactionDeps,
} from '#core/identity/browser-transactions.ts'
import { REQUEST_SECONDS } from './login-requests.ts'

const begun = z.object({ issuerId: z.string(), requestId: z.string() })

const profile = z.strictObject({
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string().exactOptional(),
  subject: z.string(),
  issuer: z.string(),
  issuerSession: z.string().exactOptional(),
  groups: z.array(z.string()).readonly().exactOptional(),
}) satisfies z.ZodType<SignInProfile>

const answer = begun.extend({ inBrowserThatBegan: z.boolean(), profile })

/** What a browser began at an issuer. */
export type Begun = z.output<typeof begun>

/** Who came back from an issuer, until the next request of the same browser, a moment later. */
export type Answer = z.output<typeof answer>

export interface BrowserBindings {
  readonly begun: BrowserTransactions<Begun>
  readonly answers: BrowserTransactions<Answer>
}

/**
 * The two cookies of a sign-in. The first belongs to the browser that began; where it is https it also
 * comes along with the issuer's form, which is a POST from another site. The second belongs to the browser
 * that brought the response, and is only read in a request of our own.
 */
export function browserBindings(deps: TransactionDeps): BrowserBindings {
  return {
    begun: browserTransactions(deps, {
      purpose: 'saml',
      data: begun,
      seconds: REQUEST_SECONDS,
      endsCrossSite: true,
    }),
    answers: browserTransactions(deps, { purpose: 'saml-answer', data: answer, seconds: 60 }),
  }
}
