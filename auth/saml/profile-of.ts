import type { SignInProfile } from '#core/auth.ts'
import { emailIn } from '#core/identity/email.ts'
import { ownGroups } from '#core/identity/issuer-groups.ts'
import type { Assertion } from './assertion.ts'
import type { IssuerConfig } from './config.ts'
import { Refusal } from './refusal.ts'

const EMAIL_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'

/** What Okta, Entra, Keycloak, ADFS and Shibboleth call it when nobody says otherwise. */
const emailNames = [
  'email',
  'mail',
  'emailAddress',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  'urn:oid:0.9.2342.19200300.100.1.3',
]

const displayNames = [
  'displayName',
  'http://schemas.microsoft.com/identity/claims/displayname',
  'urn:oid:2.16.840.1.113730.3.1.241',
]

/** What an issuer says of a person, as far as it is trusted with it. Throws Refusal. */
export function profileOf(assertion: Assertion, settings: IssuerConfig): SignInProfile {
  const { nameId, sessionIndex } = assertion
  const name = onlyValue(assertion, namesOr(settings.name_attribute, displayNames))
  const groups = groupsOf(assertion, settings)
  return {
    email: emailOf(assertion, settings),
    emailVerified: settings.trust_email,
    subject: nameId,
    issuer: settings.idp_issuer,
    ...(name !== undefined && { name }),
    ...(sessionIndex !== undefined && { issuerSession: sessionIndex }),
    ...(groups && { groups }),
  }
}

function emailOf(assertion: Assertion, settings: IssuerConfig): string {
  const said = onlyValue(assertion, namesOr(settings.email_attribute, emailNames))
  const byName = settings.email_attribute === undefined && assertion.nameIdFormat === EMAIL_FORMAT
  const given = said ?? (byName ? assertion.nameId : undefined)
  if (given === undefined) throw new Refusal('it says no e-mail address: see email_attribute')
  const email = emailIn(given)
  if (email === undefined) throw new Refusal('what it says is not an e-mail address')
  return email
}

function groupsOf(
  { attributes }: Assertion,
  { group_attribute: attribute, groups: mapping }: IssuerConfig,
): readonly string[] | undefined {
  if (attribute === undefined) return undefined
  // An issuer leaves the attribute out for a person who is in no group.
  return ownGroups(attributes.get(attribute) ?? [], mapping)
}

function namesOr(given: string | undefined, usual: readonly string[]): readonly string[] {
  return given === undefined ? usual : [given]
}

/** The value of the first attribute that is there; of several values it is not ours to choose. */
function onlyValue({ attributes }: Assertion, names: readonly string[]): string | undefined {
  const name = names.find((each) => attributes.has(each))
  if (name === undefined) return undefined
  const values = attributes.get(name) ?? []
  if (values.length > 1) throw new Refusal(`the attribute ${name} has several values`)
  return values[0] || undefined
}
