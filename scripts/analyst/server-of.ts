import { BadRequest } from '#core/errors.ts'
import { openAccess, type Access } from './access.ts'
import type { Io } from './io.ts'
import { readServerRecord } from './server-record.ts'
import type { Workspace } from './workspace.ts'

/** The server that a folder belongs to, and how the folder shows it who asks. */
export interface KnownServer {
  readonly url: string
  readonly access: Access
}

/** The folder's server; BadRequest when it belongs to none yet, Unauthorized when it is not signed in there. */
export async function serverOf(workspace: Workspace, io: Io): Promise<KnownServer> {
  const url = (await readServerRecord(workspace))?.url
  if (url !== undefined) return { url, access: await openAccess(workspace, url, io) }
  throw new BadRequest('server_missing', `${workspace.dir} belongs to no server yet`, {
    remedy: 'Run `analyst login --server URL` first.',
  })
}
