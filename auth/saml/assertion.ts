import type { Profile } from '@node-saml/node-saml'
import { z } from 'zod'
import type { Expected } from './response-document.ts'
import { Refusal } from './refusal.ts'

const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

/** Exactly one child of a name, as the library's reader gives it. */
const one = <T>(child: z.ZodType<T>) => z.tuple([child])

const confirmation = z.object({
  $: z.looseObject({ Method: z.literal('urn:oasis:names:tc:SAML:2.0:cm:bearer') }),
  SubjectConfirmationData: one(
    z.object({
      $: z.looseObject({
        Recipient: z.string(),
        InResponseTo: z.string(),
        NotOnOrAfter: z.string(),
      }),
    }),
  ),
})

const subject = z.object({
  NameID: one(
    z.object({
      _: z.string().min(1).max(255),
      $: z.looseObject({ Format: z.string().optional() }).optional(),
    }),
  ),
  SubjectConfirmation: one(confirmation),
})

const statement = z.object({
  $: z.looseObject({ SessionIndex: z.string().min(1).optional() }).optional(),
})

const signedAssertion = z.object({
  Assertion: z.object({
    Issuer: one(z.object({ _: z.string() })),
    Subject: one(subject),
    Conditions: one(z.looseObject({})),
    AuthnStatement: z.tuple([statement], statement),
  }),
})

/** Some readers give one value as itself, some as a list; what is no text is left out. */
const texts = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string'),
  z.array(z.string()),
)

/** What the issuer signed, as far as it counts here. */
export interface Assertion {
  readonly nameId: string
  readonly nameIdFormat?: string
  readonly sessionIndex?: string
  readonly attributes: ReadonlyMap<string, readonly string[]>
}

/**
 * Reads a verified assertion by the rules of a bearer assertion (SAML 2.0 Profiles, 4.1.4.2 and 4.1.4.3):
 * who issued it, for which address of ours, in answer to which request. Throws Refusal.
 */
export function readAssertion(
  profile: Profile,
  { acsUrl, idpIssuer }: Expected,
  requestId: string,
): Assertion {
  const parsed = signedAssertion.safeParse(profile.getAssertion?.())
  if (!parsed.success) throw new Refusal(`the assertion lacks: ${z.prettifyError(parsed.error)}`)
  const { Issuer, Subject, AuthnStatement } = parsed.data.Assertion
  const [{ NameID, SubjectConfirmation }] = Subject
  const [{ SubjectConfirmationData }] = SubjectConfirmation
  const { Recipient, InResponseTo } = SubjectConfirmationData[0].$
  if (Issuer[0]._ !== idpIssuer) throw new Refusal(`its Issuer is ${Issuer[0]._}, not ${idpIssuer}`)
  if (Recipient !== acsUrl) throw new Refusal(`its Recipient is ${Recipient}, not ${acsUrl}`)
  // This one is signed; that of the Response around it need not be.
  if (InResponseTo !== requestId) throw new Refusal(`it answers ${InResponseTo}, not ${requestId}`)
  const { _: nameId, $: name } = NameID[0]
  if (name?.Format === TRANSIENT)
    throw new Refusal('its NameID is transient: it knows nobody again')
  const sessionIndex = AuthnStatement[0].$?.SessionIndex
  return {
    nameId,
    ...(name?.Format !== undefined && { nameIdFormat: name.Format }),
    ...(sessionIndex !== undefined && { sessionIndex }),
    attributes: readAttributes(profile),
  }
}

function readAttributes(profile: Profile): ReadonlyMap<string, readonly string[]> {
  const given = z.record(z.string(), z.unknown()).default({}).parse(profile['attributes'])
  return new Map(Object.entries(given).map(([name, value]) => [name, texts.parse(value)]))
}
