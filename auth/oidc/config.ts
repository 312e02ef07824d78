import { z } from 'zod'

const issuerConfig = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and dashes')
    .describe('Its part of the addresses /login/oidc/<id> and /login/oidc/<id>/callback'),
  name: z.string().min(1).max(60).describe('What its button says'),
  issuer: z.url().describe('Its address, as its own description (.well-known) has it'),
  client_id: z.string().min(1).describe('As whom the portal asks'),
  client_secret: z
    .string()
    .min(1)
    .describe('What belongs to client_id; as ${NAME} from the environment'),
  scopes: z
    .array(z.string().min(1))
    .default(['openid', 'email', 'profile'])
    .describe('What is asked for; openid is always among them'),
  group_claim: z.string().optional().describe('The claim that lists the groups of a person'),
  groups: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'Names of its groups to names of ours; without it equal names count, but administrators',
    ),
  trust_email: z
    .boolean()
    .default(false)
    .describe('Take addresses that it does not call verified: only where it alone gives them out'),
})

export type IssuerConfig = z.output<typeof issuerConfig>

/** The section `auth.oidc`: a list of issuers, each with an id of its own. */
export const config = z
  .array(issuerConfig)
  .default([])
  .refine((issuers) => new Set(issuers.map(({ id }) => id)).size === issuers.length, {
    message: 'two issuers have the same id',
  })
