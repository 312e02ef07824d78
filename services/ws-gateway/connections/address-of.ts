import type { IncomingMessage } from 'node:http'
import { countedAddress } from '#core/http/client-address.ts'

/** Where a request comes from, past so many proxies of ours; empty when it came by a socket file. */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? ''
  if (trustedProxies === 0) return countedAddress(direct)
  const named = String(request.headers['x-forwarded-for'] ?? '').split(/\s*,\s*/)
  // Each proxy adds at the end; what stands further to the left was written by the client.
  return countedAddress(named.at(-trustedProxies) || direct)
}
