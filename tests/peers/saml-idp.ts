import { IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } from 'samlify'
import { makeSelfSigned } from './self-signed.ts'

/** Who signs in, and what a test has the issuer say otherwise; names are those of the template. */
export interface SamlAnswer {
  readonly nameId?: string
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
  /** Values in the place of the right ones, such as `Audience` or `SubjectRecipient`. */
  readonly tags?: Readonly<Record<string, string>>
  /** Changes the response before it is signed. */
  readonly draft?: (xml: string) => string
  /** Whether the response around the assertion is signed as well. */
  readonly signResponse?: boolean
}

/** An identity provider: samlify, with a key of its own. */
export interface SamlIdp {
  readonly issuer: string
  readonly entryPoint: string
  readonly certificate: string
  /** The signed response to a request, as XML; `location` is where the portal sent the browser. */
  respond(metadata: string, location: string, answer?: SamlAnswer): Promise<string>
}

const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'
const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

export const persistentNameId = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

const template = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{IssueInstant}" Destination="{Destination}" InResponseTo="{InResponseTo}"><saml:Issuer>{Issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{StatusCode}"/></samlp:Status><saml:Assertion ID="{AssertionID}" Version="2.0" IssueInstant="{IssueInstant}"><saml:Issuer>{AssertionIssuer}</saml:Issuer><saml:Subject><saml:NameID Format="{NameIDFormat}">{NameID}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{NotOnOrAfter}" Recipient="{SubjectRecipient}" InResponseTo="{SubjectInResponseTo}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{NotBefore}" NotOnOrAfter="{NotOnOrAfter}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{IssueInstant}" SessionIndex="{SessionIndex}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>ATTRIBUTES</saml:Assertion></samlp:Response>`

/** A new issuer with a new key: two of them are impostors of one another. */
export function createSamlIdp(
  entryPoint: string,
  { algorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' } = {},
): SamlIdp {
  // It wants one for what it reads, and all that it reads here are our own requests.
  setSchemaValidator({ validate: () => Promise.resolve('not validated') })
  const issuer = 'https://idp.acme.test/entity'
  const { privateKey, certificate } = makeSelfSigned('idp.acme.test')
  const idp = IdentityProvider({
    entityID: issuer,
    privateKey,
    signingCert: certificate,
    requestSignatureAlgorithm: algorithm,
    singleSignOnService: [{ Binding: redirect, Location: entryPoint }],
    singleLogoutService: [{ Binding: redirect, Location: entryPoint }],
    loginResponseTemplate: { context: template, attributes: [] },
  })
  return {
    issuer,
    entryPoint,
    certificate,
    async respond(metadata, location, answer = {}) {
      const sp = ServiceProvider({ metadata })
      sp.entitySetting.wantMessageSigned = answer.signResponse ?? false
      const query = Object.fromEntries(new URL(location).searchParams)
      const request = await idp.parseLoginRequest(sp, 'redirect', { query })
      const { id } = request.extract.request as { id: string }
      const acs = String(sp.entityMeta.getAssertionConsumerService('post'))
      const tags = { ...rightTags(issuer, id, acs, sp.entityMeta.getEntityID()), ...answer.tags }
      const draft = SamlLib.replaceTagsByValue(template, {
        ...tags,
        NameID: answer.nameId ?? tags.NameID,
      }).replace('ATTRIBUTES', attributeStatement(answer.attributes ?? {}))
      const context = answer.draft?.(draft) ?? draft
      const customTagReplacement = () => ({ id: tags.ID, context })
      const info = { extract: request.extract }
      const options = { customTagReplacement }
      const { context: encoded } = await idp.createLoginResponse(sp, info, 'post', {}, options)
      return Buffer.from(encoded, 'base64').toString('utf8')
    },
  }
}

function rightTags(issuer: string, request: string, acs: string, audience: string) {
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
  return {
    ID: `_r${crypto.randomUUID()}`,
    AssertionID: `_a${crypto.randomUUID()}`,
    IssueInstant: at(0),
    NotBefore: at(-30),
    NotOnOrAfter: at(120),
    Destination: acs,
    SubjectRecipient: acs,
    InResponseTo: request,
    SubjectInResponseTo: request,
    Issuer: issuer,
    AssertionIssuer: issuer,
    Audience: audience,
    StatusCode: success,
    NameIDFormat: persistentNameId,
    NameID: 'person-1',
    SessionIndex: 'idp-session-1',
  }
}

function attributeStatement(attributes: NonNullable<SamlAnswer['attributes']>): string {
  const entries = Object.entries(attributes)
  if (entries.length === 0) return ''
  const lines = entries.map(([name, value]) => {
    const values = [value]
      .flat()
      .map((each) => `<saml:AttributeValue>${each}</saml:AttributeValue>`)
    return `<saml:Attribute Name="${name}">${values.join('')}</saml:Attribute>`
  })
  return `<saml:AttributeStatement>${lines.join('')}</saml:AttributeStatement>`
}
