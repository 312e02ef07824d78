import { X509Certificate } from 'node:crypto'

/** The certificate that a PEM text holds; undefined when it holds none that can be read. */
export function readCertificate(pem: string): X509Certificate | undefined {
  // Without its first line it might be a key: only a certificate says what it is.
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) return undefined
  try {
    return new X509Certificate(pem)
  } catch {
    // Whoever asks says what was expected; OpenSSL's own words help nobody.
    return undefined
  }
}
