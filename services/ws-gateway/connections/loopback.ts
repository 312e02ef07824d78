/** Whether an address is this machine's own; empty stands for a socket file. */
export function isLoopback(address: string): boolean {
  return address === '' || address === '::1' || /^(::ffff:)?127\./.test(address)
}
