import { SAML, ValidateInResponseTo, type CacheProvider } from '@node-saml/node-saml'
import type { IssuerConfig } from './config.ts'
import { REQUEST_SECONDS, type LoginRequest } from './login-requests.ts'
import { readCertificates } from './read-certificates.ts'

/** What the portal is called towards one issuer, and where it takes responses. */
export interface OurSide {
  /** Our entityID, which is where our description can be read, as issuers expect. */
  readonly entityId: string
  readonly acsUrl: string
}

/** Our addresses for an issuer, from PUBLIC_URL alone. */
export function ourSide(publicUrl: URL, issuerId: string): OurSide {
  const url = (end: string) => new URL(`/login/saml/${issuerId}/${end}`, publicUrl).href
  return { entityId: url('metadata'), acsUrl: url('acs') }
}

/**
 * The library for one request and its response. It takes no response but to this request, and no
 * assertion that is not signed by the configured certificate, for us, and now. What it leaves open is
 * checked in response-document.ts and assertion.ts.
 */
export function samlClient(
  settings: IssuerConfig,
  { entityId, acsUrl }: OurSide,
  request?: LoginRequest,
): SAML {
  return new SAML({
    issuer: entityId,
    audience: entityId,
    callbackUrl: acsUrl,
    entryPoint: settings.entry_point,
    idpIssuer: settings.idp_issuer,
    idpCert: readCertificates(settings).map(String),
    wantAssertionsSigned: true,
    // Many issuers sign the assertion alone, and nothing outside of it says who a person is.
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: REQUEST_SECONDS * 1000,
    acceptedClockSkewMs: 5000,
    cacheProvider: onlyRequest(request),
    generateUniqueId: () => request?.id ?? '_metadata',
    // How people prove who they are is the issuer's to decide: by default a passkey would be refused.
    disableRequestedAuthnContext: true,
    identifierFormat: null,
  })
}

/** The request ids are in PostgreSQL, and this one was just put there or taken from there. */
function onlyRequest(request?: LoginRequest): CacheProvider {
  return {
    saveAsync: (_id, value) => Promise.resolve({ value, createdAt: Date.now() }),
    getAsync: (id) =>
      Promise.resolve(request && id === request.id ? request.begunAt.toISOString() : null),
    removeAsync: (id) => Promise.resolve(id),
  }
}
