import { z } from 'zod'
import type { SignInProfile } from '#core/auth.ts'
import { Forbidden } from '#core/errors.ts'
import { ownGroups } from '#core/identity/issuer-groups.ts'
import type { IdClaims } from '#core/openid/code-flow.ts'
import type { IssuerConfig } from './config.ts'

const listed = z.union([z.array(z.string()), z.string().transform((name) => [name])])

/** What an issuer says of a person, as far as it is trusted with it. */
export function profileOf(claims: IdClaims, issuer: IssuerConfig): SignInProfile {
  const { email, name, picture, sid } = claims
  if (email === undefined) {
    throw new Forbidden('no_email', `${issuer.name} did not tell your e-mail address.`, {
      remedy: 'An administrator can ask for it: the scope email, or a claim of that name.',
    })
  }
  const groups = groupsOf(claims, issuer)
  return {
    email,
    emailVerified: claims.email_verified === true || issuer.trust_email,
    subject: claims.sub,
    issuer: claims.iss,
    ...(name !== undefined && { name }),
    ...(picture !== undefined && { picture }),
    ...(sid !== undefined && { issuerSession: sid }),
    ...(groups && { groups }),
  }
}

function groupsOf(
  claims: IdClaims,
  { group_claim: claim, groups: mapping }: IssuerConfig,
): readonly string[] | undefined {
  return claim === undefined ? undefined : ownGroups(listed.catch([]).parse(claims[claim]), mapping)
}
