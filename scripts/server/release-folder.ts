import { dirname, join } from 'node:path'
import { SERVER } from '../../deploy/server-folders.ts'

/** Where a server with plain units has the code of a version. */
export function releaseFolder(version: string): string {
  return join(dirname(SERVER.checkout), 'releases', version)
}

/** The Node that a version brings along. */
export function releaseNode(version: string): string {
  return join(releaseFolder(version), 'node_modules/node/bin/node')
}
