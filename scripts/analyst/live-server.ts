import { z } from 'zod'
import { Unavailable, UpstreamError } from '#core/errors.ts'
import type { Access } from './access.ts'
import { answeredError } from './answered-error.ts'

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
  const headers = { authorization: `Bearer ${await access()}`, accept: 'application/json' }
  const asked = { method: 'POST', headers, signal }
  const answer = await fetch(new URL('/api/notifications/live', server), asked).catch(
    (cause: unknown) => {
      throw new UpstreamError('server_unreachable', `${server} does not answer`, { cause })
    },
  )
  if (!answer.ok) throw await answeredError(answer, server)
  const { path, token } = invitation.parse(await answer.json())
  if (path === undefined || token === undefined) {
    throw new Unavailable('no_live_connections', `${server} has no live connections`, {
      remedy: 'An administrator switches the service ws-gateway on in instance.yaml.',
    })
  }
  return { url: new URL(path, server.replace(/^http/, 'ws')), token }
}
