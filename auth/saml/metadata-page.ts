import type { X509Certificate } from 'node:crypto'
import type { GuestPage } from '#core/auth.ts'
import { html, type Html } from '#core/html.ts'
import type { IssuerConfig } from './config.ts'
import { readCertificates } from './read-certificates.ts'
import type { OurSide } from './saml-client.ts'

/** What an administrator enters at the issuer, and what the portal knows of it. */
export function metadataPage(settings: IssuerConfig, our: OurSide, xmlPath: string): GuestPage {
  const { id, name, idp_issuer, entry_point, trust_email } = settings
  return {
    title: `SAML: ${name}`,
    body: html`<section class="card">
        <header>
          <div>
            <h1>${name}</h1>
            <p class="muted">What to enter at the issuer, or to load there as a file.</p>
          </div>
          <a class="button" href="${xmlPath}" download="saml-${id}.xml">Metadata as XML</a>
        </header>
        <dl class="facts">
          ${fact('Entity ID, audience', our.entityId)}
          ${fact('Assertion consumer service (POST), recipient, destination', our.acsUrl)}
          ${fact('What must be signed', 'The assertion, by RSA with SHA-256 or SHA-512')}
          ${fact('NameID', 'Any that stays the same for a person; not transient')}
        </dl>
      </section>
      <section class="card">
        <header><h2>The issuer, as instance.yaml has it</h2></header>
        <dl class="facts">
          ${fact('Entity ID', idp_issuer)} ${fact('Sign-in address', entry_point)}
          ${readCertificates(settings).map((each) => fact('Certificate', describeCertificate(each)))}
          ${fact('E-mail addresses', trust_email ? trusted : notTrusted)}
        </dl>
      </section>`,
  }
}

const trusted = 'Trusted: who may enter this portal is let in by the address.'
const notTrusted =
  'Not trusted (trust_email is false): only people who are linked to this issuer already get in.'

function fact(title: string, value: string): Html {
  return html`<div>
    <dt>${title}</dt>
    <dd>${value}</dd>
  </div>`
}

function describeCertificate({ fingerprint256, validTo }: X509Certificate): string {
  return `SHA-256 ${fingerprint256}, says that it is valid until ${validTo}`
}
