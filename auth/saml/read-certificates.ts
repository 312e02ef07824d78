import { X509Certificate } from 'node:crypto'
import { ConfigError } from '#core/errors.ts'
import type { IssuerConfig } from './config.ts'

/**
 * The certificates of an issuer, from PEM or from the bare base64 that stands in its metadata, line breaks
 * or none. ConfigError when one is something else, such as a key.
 */
export function readCertificates({ id, certificate }: IssuerConfig): readonly X509Certificate[] {
  return certificate.map((text) => {
    const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----|\s/g, '')
    try {
      return new X509Certificate(Buffer.from(base64, 'base64'))
    } catch {
      // OpenSSL's own words say nothing of which of several issuers is meant.
      throw new ConfigError([`auth.saml: the certificate of ${id} must be an X.509 certificate`])
    }
  })
}
