import { z } from 'zod'
import { Unavailable } from '#core/errors.ts'
import type { Access } from './access.ts'
import { openPortal } from './portal-request.ts'

const invitation = z.object({ path: z.string().optional(), token: z.string().optional() })

/** Where the server tells at once what happens, and the token that opens it for a few minutes. */
export interface Invitation {
  readonly url: URL
  readonly token: string
}

/** Asks the server; Unavailable when its stack has no live connections. */
export async function inviteLive(
  server: string,
  access: Access,
  signal: AbortSignal,
): Promise<Invitation> {
  const question = { method: 'POST', path: 'api/notifications/live' } as const
  const { path, token } = await openPortal(server, access, signal).json(question, invitation)
  if (path === undefined || token === undefined) {
    throw new Unavailable('no_live_connections', `${server} has no live connections`, {
      remedy: 'An administrator switches the service ws-gateway on in instance.yaml.',
    })
  }
  return { url: new URL(path, server.replace(/^http/, 'ws')), token }
}
