import { parseDomFromString, xpath } from '@node-saml/node-saml/lib/xml.js'
import { Refusal } from './refusal.ts'

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion'
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'

/** SHA-1 is not among them, nor a MAC, whose key would be our copy of a public certificate. */
const algorithms = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
])

/** What a response must say outside of its assertion. */
export interface Expected {
  readonly acsUrl: string
  readonly idpIssuer: string
}

/**
 * Checks the form of a response before any signature counts: plain XML, one assertion and that in its
 * place, sent to us by this issuer, and a success. Returns the id of the request that it answers. It
 * reads with the same parser that verifies. Throws Refusal.
 */
export async function checkResponseDocument(xml: string, expected: Expected): Promise<string> {
  refuseMarkup(xml)
  const document = await parse(xml)
  const root = document.documentElement
  if (!is(root, 'Response', PROTOCOL)) throw new Refusal('it is no Response')
  refuseStatus(document)
  requireOneAssertion(document, root)
  requireAlgorithms(document)
  requireSame('Destination', root.getAttribute('Destination'), expected.acsUrl)
  const [issuer] = find(root, "./*[local-name()='Issuer']")
  if (issuer) requireSame('the Issuer of the Response', issuer.textContent, expected.idpIssuer)
  const answered = root.getAttribute('InResponseTo')
  if (!answered) throw new Refusal('it answers no request (InResponseTo is missing)')
  return answered
}

/**
 * No issuer needs a DOCTYPE, a comment, CDATA or a processing instruction, and each has carried attacks:
 * entities, and comments that split a NameID.
 */
function refuseMarkup(xml: string): void {
  const [found] = /<![\s\S]{0,10}|<\?/.exec(xml.replace(/^\uFEFF?\s*<\?xml\s[^?]*\?>/, '')) ?? []
  if (found !== undefined) throw new Refusal(`it holds markup that is not taken: ${found}`)
}

async function parse(xml: string): Promise<Document> {
  try {
    return await parseDomFromString(xml)
  } catch (cause) {
    throw new Refusal('it is not XML', { cause })
  }
}

function refuseStatus(document: Document): void {
  const codes = find(document, "//*[local-name()='StatusCode']")
  const values = codes.map((code) => code.getAttribute('Value') ?? '')
  if (values[0] !== SUCCESS) throw new Refusal(`the issuer says ${values.join(' ') || 'nothing'}`)
}

/** Elsewhere in the document a second one could be read in the place of the signed one. */
function requireOneAssertion(document: Document, root: Element): void {
  const found = find(
    document,
    "//*[local-name()='Assertion' or local-name()='EncryptedAssertion' or local-name()='EncryptedID']",
  )
  const [only] = found
  if (found.length !== 1 || !only) throw new Refusal(`it holds ${found.length} assertions, not one`)
  if (only.parentNode !== root) throw new Refusal('the assertion is not in its place')
  if (!is(only, 'Assertion', ASSERTION)) throw new Refusal('the assertion is encrypted')
  const responses = find(document, "//*[local-name()='Response']")
  if (responses.length !== 1) throw new Refusal('it holds a Response inside')
}

function requireAlgorithms(document: Document): void {
  const methods = find(
    document,
    "//*[local-name()='SignatureMethod' or local-name()='DigestMethod']",
  )
  const used = methods.map((method) => method.getAttribute('Algorithm') ?? '')
  const weak = used.find((algorithm) => !algorithms.has(algorithm))
  if (weak !== undefined) throw new Refusal(`it is signed by ${weak}`)
}

function requireSame(what: string, found: string | null, expected: string): void {
  if (found !== expected) throw new Refusal(`${what} is ${found || 'missing'}, not ${expected}`)
}

function is(element: Element | null, name: string, namespace: string): element is Element {
  return element?.localName === name && element.namespaceURI === namespace
}

function find(node: Node, path: string): readonly Element[] {
  return xpath.selectElements(node, path)
}
