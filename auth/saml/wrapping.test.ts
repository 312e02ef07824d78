import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  ann,
  assertRefused,
  openSamlPortal,
  type SamlPortal,
} from '../../tests/peers/saml-portal.ts'

let saml: SamlPortal

before(async () => {
  saml = await openSamlPortal()
})
after(() => saml[Symbol.asyncDispose]())

/** The pieces of a response that wrapping attacks arrange anew. */
interface Pieces {
  readonly head: string
  readonly signed: string
  readonly unsigned: string
  readonly signature: string
  /** Says somebody else, under an id of its own, and is not signed. */
  readonly evil: string
}

function piecesOf(xml: string): Pieces {
  const [signed = ''] = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml) ?? []
  const [signature = ''] = /<ds:Signature.*<\/ds:Signature>/s.exec(signed) ?? []
  const unsigned = signed.replace(signature, '')
  const evil = unsigned.replace(/ ID="[^"]*"/, ' ID="_evil"').replaceAll('ann', 'root')
  return { head: xml.slice(0, xml.indexOf(signed)), signed, unsigned, signature, evil }
}

/** Puts something into an assertion, after its Issuer, where a signature stands. */
function into(assertion: string, what: string): string {
  return assertion.replace('</saml:Issuer>', `</saml:Issuer>${what}`)
}

const insideSignature = (signature: string, what: string) =>
  signature.replace('</ds:Signature>', `${what}</ds:Signature>`)

async function refused(arrange: (pieces: Pieces) => string) {
  const attempt = await saml.begin()
  const pieces = piecesOf(await saml.respond(attempt))
  assert.ok(pieces.evil.includes('root@acme.com') && pieces.signature)
  const forged = `${pieces.head}${arrange(pieces)}</samlp:Response>`
  const visited = await saml.deliver(attempt.browser, forged)
  await assertRefused(saml, attempt.browser, visited, /assertions, not one|not in its place/)
}

async function refusedAround(arrange: (whole: string, signature: string) => string) {
  const attempt = await saml.begin()
  const whole = await saml.respond(attempt, { ...ann, signResponse: true })
  const signatures = /<ds:Signature.*?<\/ds:Signature>/gs
  const around = [...whole.matchAll(signatures)].map(([text]) => text)
  const [, responseId = ''] = / ID="([^"]*)"/.exec(whole) ?? []
  const signature = around.find((text) => text.includes(`URI="#${responseId}"`)) ?? ''
  assert.ok(signature, 'the response is not signed')
  const visited = await saml.deliver(attempt.browser, arrange(whole, signature))
  await assertRefused(saml, attempt.browser, visited, /assertions, not one|Response inside/)
}

/** The whole response once more, about somebody else and with another id, without signatures. */
function evilResponse(whole: string, what: string): string {
  return whole
    .replace(/<ds:Signature.*?<\/ds:Signature>/gs, '')
    .replace(/ ID="[^"]*"/, ' ID="_evil"')
    .replaceAll('ann', 'root')
    .replace('</saml:Issuer>', `</saml:Issuer>${what}`)
}

test('the pieces put together as they were are taken: the attacks below fail for what they change', async () => {
  const attempt = await saml.begin()
  const { head, signed } = piecesOf(await saml.respond(attempt))
  const visited = await saml.deliver(attempt.browser, `${head}${signed}</samlp:Response>`)
  assert.equal(visited.status, 303)
})

test('XSW1: the signed response inside of the signature of a forged one is refused', async () => {
  await refusedAround((whole, signature) =>
    evilResponse(whole, insideSignature(signature, whole.replace(signature, ''))),
  )
})

test('XSW2: the signed response beside its signature in a forged one is refused', async () => {
  await refusedAround((whole, signature) =>
    evilResponse(whole, whole.replace(signature, '') + signature),
  )
})

test('XSW3: a forged assertion before the signed one is refused', async () => {
  await refused(({ evil, signed }) => evil + signed)
})

test('XSW4: the signed assertion inside of a forged one is refused', async () => {
  await refused(({ evil, signed }) => into(evil, signed))
})

test('XSW5: a forged assertion that took the signature of the one after it is refused', async () => {
  await refused(({ evil, unsigned, signature }) => into(evil, signature) + unsigned)
})

test('XSW6: the signed assertion inside of its signature in a forged one is refused', async () => {
  await refused(({ evil, unsigned, signature }) => into(evil, insideSignature(signature, unsigned)))
})

test('XSW7: a forged assertion among the extensions is refused', async () => {
  await refused(({ evil, signed }) => `<samlp:Extensions>${evil}</samlp:Extensions>${signed}`)
})

test('XSW8: the signed assertion in an Object of its signature in a forged one is refused', async () => {
  await refused(({ evil, unsigned, signature }) =>
    into(evil, insideSignature(signature, `<ds:Object>${unsigned}</ds:Object>`)),
  )
})

test('two assertions are refused, even if both are signed', async () => {
  await refused(({ signed }) => signed + signed)
})

test('an assertion in another place than its own is refused', async () => {
  await refused(({ signed }) => `<samlp:Extensions>${signed}</samlp:Extensions>`)
})
