import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** A key and a certificate of its own making, both in PEM. */
export interface SelfSigned {
  readonly privateKey: string
  readonly certificate: string
}

/** Makes a key and its certificate (RFC 5280), in plain DER because Node makes no certificates. */
export function makeSelfSigned(commonName: string): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(randomBytes(8).fill(1, 0, 1)),
    rsaWithSha256,
    nameOf(commonName),
    sequence(utcTime(-86_400_000), utcTime(86_400_000 * 30)),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: pem(sequence(toBeSigned, rsaWithSha256, signature(toBeSigned, privateKey))),
  }
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts)
const integer = (value: Buffer) => tagged(0x02, value)
const objectId = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'))

/** 1.2.840.113549.1.1.11, with the NULL that RSA wants. */
const rsaWithSha256 = sequence(objectId('2a864886f70d01010b'), Buffer.from('0500', 'hex'))

/** One relative name: 2.5.4.3, the common name. */
function nameOf(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(commonName)))))
}

function utcTime(fromNow: number): Buffer {
  const digits = new Date(Date.now() + fromNow).toISOString().replace(/[-:T]|\.\d+/g, '')
  return tagged(0x17, Buffer.from(digits.slice(2)))
}

function signature(data: Buffer, key: KeyObject): Buffer {
  return tagged(0x03, Buffer.from([0]), sign('sha256', data, key))
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
