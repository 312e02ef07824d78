/** Where a service without a network is reached in containers: in a volume that only who needs it has. */
export const SOCKETS_DIR = '/sockets'

/** The socket of an isolated service. */
export function isolatedSocket(id: string): string {
  return `${SOCKETS_DIR}/${id}.sock`
}
