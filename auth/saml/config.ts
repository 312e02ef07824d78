import { z } from 'zod'

const issuerConfig = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and dashes')
    .describe('Its part of the addresses /login/saml/<id>, …/acs and …/metadata'),
  name: z.string().min(1).max(60).describe('What its button says'),
  entry_point: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
    .describe('Where it signs people in: its SingleSignOnService with the redirect binding'),
  idp_issuer: z.string().min(1).max(1024).describe('How it calls itself: its entityID, exactly'),
  certificate: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .transform((given) => (typeof given === 'string' ? [given] : given))
    .describe('What it signs with, as PEM or base64; a list of two while it changes its key'),
  email_attribute: z
    .string()
    .optional()
    .describe('The attribute with the e-mail address; without it the usual names, then the NameID'),
  name_attribute: z.string().optional().describe('The attribute with the name of a person'),
  group_attribute: z.string().optional().describe('The attribute that lists the groups'),
  groups: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'Names of its groups to names of ours; without it equal names count, but administrators',
    ),
  trust_email: z
    .boolean()
    .default(false)
    .describe('Let people in by the address that it says: only where it alone gives them out'),
})

export type IssuerConfig = z.output<typeof issuerConfig>

/** The section `auth.saml`: a list of issuers, each with an id of its own. */
export const config = z
  .array(issuerConfig)
  .default([])
  .refine((issuers) => new Set(issuers.map(({ id }) => id)).size === issuers.length, {
    message: 'two issuers have the same id',
  })
