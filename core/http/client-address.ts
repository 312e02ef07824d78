import type { Context } from 'koa'

/**
 * Where a request comes from, as limits count it: an IPv4 address, or the first 64 bits of an IPv6
 * address, because one customer has all that follow (RFC 6177). Empty when it came by a socket file.
 */
export function clientAddress(ctx: Context): string {
  return countedAddress(ctx.ip)
}

/** The same for an address that is known already. */
export function countedAddress(ip: string): string {
  const address = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  return address.includes(':') ? `${firstHalf(address)}::/64` : address
}

function firstHalf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = [...left, ...(tail === undefined ? [] : zeros), ...right]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
