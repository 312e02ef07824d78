import { join } from 'node:path'

/** Where a container has the sockets of services without a network: a volume that only who needs it has. */
export const SOCKETS_DIR = '/sockets'

/** The socket of an isolated service. */
export function isolatedSocket(socketsDir: string, id: string): string {
  return join(socketsDir, `${id}.sock`)
}
