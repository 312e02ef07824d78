import { createPublicKey } from 'node:crypto'

const MIN_RSA_BITS = 3072
const MAX_RSA_BITS = 8192

/** The fields of a key, each with its length in four bytes in front (RFC 4251, section 5). */
type Fields = readonly Buffer[]

/** Says what is wrong with the fields after the type; undefined when nothing is. */
type Check = (fields: Fields) => string | undefined

const curves: Readonly<Record<string, { readonly crv: string; readonly bytes: number }>> = {
  nistp256: { crv: 'P-256', bytes: 32 },
  nistp384: { crv: 'P-384', bytes: 48 },
  nistp521: { crv: 'P-521', bytes: 66 },
}

/** Every kind that is taken; DSA and what nobody knows are not. */
const kinds: Readonly<Record<string, Check>> = {
  'ssh-ed25519': ed25519,
  'ssh-rsa': rsa,
  'ecdsa-sha2-nistp256': ecdsa('nistp256'),
  'ecdsa-sha2-nistp384': ecdsa('nistp384'),
  'ecdsa-sha2-nistp521': ecdsa('nistp521'),
  'sk-ssh-ed25519@openssh.com': hardware(ed25519),
  'sk-ecdsa-sha2-nistp256@openssh.com': hardware(ecdsa('nistp256')),
}

/** Why the bytes are not a good key of this type; undefined when they are (RFC 4253, 5656, 8709; PROTOCOL.u2f). */
export function readKeyBlob(type: string, bytes: Buffer): string | undefined {
  const check = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (!check) {
    const known = Object.keys(kinds).join(', ')
    return `it must begin with its kind, without options: ${known}`
  }
  const [inner, ...fields] = fieldsOf(bytes) ?? []
  if (inner === undefined) return 'it is cut off, or has something after its end'
  if (inner.toString('latin1') !== type) return 'its inside is of another kind than its first word'
  return check(fields)
}

function fieldsOf(bytes: Buffer): Fields | undefined {
  const fields: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    fields.push(bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

function ed25519(fields: Fields): string | undefined {
  return fields.length === 1 && fields[0]?.length === 32 ? undefined : 'its length is wrong'
}

function rsa([exponent, modulus, ...more]: Fields): string | undefined {
  if (!exponent || !modulus || more.length > 0) return 'its length is wrong'
  if (!isShortest(exponent) || !isShortest(modulus)) return 'its numbers are wrong'
  const e = BigInt(`0x${exponent.toString('hex') || '0'}`)
  const bits = BigInt(`0x${modulus.toString('hex') || '0'}`).toString(2).length
  if (e < 3n || e % 2n === 0n || (modulus.at(-1) ?? 0) % 2 === 0) return 'its numbers are wrong'
  if (bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS) return undefined
  return `RSA keys have ${MIN_RSA_BITS} to ${MAX_RSA_BITS} bits, and this one ${bits}`
}

/**
 * Whether a number is written as OpenSSH writes it: positive, without a byte too many. In another form it would be
 * the same key under another fingerprint, and nobody could sign in with it.
 */
function isShortest([first = 0, second = 0]: Buffer): boolean {
  return first === 0 ? second >= 0x80 : first < 0x80
}

function ecdsa(name: string): Check {
  return ([curve, point, ...more]) => {
    const { crv, bytes } = curves[name] ?? { crv: '', bytes: 0 }
    if (curve?.toString('latin1') !== name || more.length > 0) return 'its curve is another one'
    if (point?.length !== 1 + 2 * bytes || point[0] !== 4) return 'its length is wrong'
    const [x, y] = [point.subarray(1, 1 + bytes), point.subarray(1 + bytes)]
    const jwk = { kty: 'EC', crv, x: x.toString('base64url'), y: y.toString('base64url') }
    try {
      createPublicKey({ key: jwk, format: 'jwk' })
      return undefined
    } catch {
      return 'it is not a point of its curve'
    }
  }
}

/** A key in a hardware token names at its end what it is for. */
function hardware(check: Check): Check {
  return (fields) => {
    const application = fields.at(-1)?.toString('latin1') ?? ''
    if (!/^ssh:[\x20-\x7e]{0,64}$/.test(application)) return 'it is not for SSH'
    return check(fields.slice(0, -1))
  }
}
