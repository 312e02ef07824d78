import { isIP } from 'node:net'

/** What passkeys of this portal are bound to (Web Authentication Level 3, "relying party identifier"). */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/** The portal as browsers know it; nothing that a request says has a part in it. */
export function relyingParty(publicUrl: URL): RelyingParty {
  return { id: publicUrl.hostname, origin: publicUrl.origin }
}

/** Browsers offer passkeys to names only, never to numbers, and only by https or on the same machine. */
export function isPasskeyPossible({ protocol, hostname }: URL): boolean {
  if (isIP(hostname) || hostname.startsWith('[')) return false
  return protocol === 'https:' || hostname === 'localhost'
}
