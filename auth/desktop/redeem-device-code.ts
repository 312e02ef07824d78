import type { Context } from 'koa'
import { z } from 'zod'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { hashOpaqueToken } from '#core/identity/opaque-token.ts'
import { auditDevice } from './audit-device.ts'
import type { Desktop } from './desktop.ts'
import { poll, type Poll } from './device-requests.ts'
import { linkProgram, tokenAnswer, type TokenAnswer } from './issue-tokens.ts'
import { OAuthError } from './oauth-error.ts'
import { clientId } from './program-name.ts'
import { readFields } from './read-fields.ts'

const question = z.object({ client_id: clientId, device_code: z.string().min(1).max(200) })

/** One question of a program that waits for its person (RFC 8628 section 3.4); tokens once allowed. */
export async function redeemDeviceCode(
  desktop: Desktop,
  ctx: Context,
  form: URLSearchParams,
): Promise<TokenAnswer> {
  const { client_id: client, device_code: deviceCode } = readFields(form, question)
  const turn = `device ${hashOpaqueToken(deviceCode).toString('hex')}`
  const result = await inTransaction(desktop.db, turn, async (queries) => {
    const polled = await poll(queries, { deviceCode, client })
    if (polled.kind !== 'allowed') return polled
    const linked = await linkProgram(desktop, queries, { ...polled.request, kind: 'code' })
    return { ...polled, linked }
  })
  if (!('linked' in result)) throw refusal(result.kind)
  const { username, email, name } = result.request
  await auditDevice(desktop, ctx, 'device.link', email, name)
  return tokenAnswer(desktop, { ...result.linked, username })
}

function refusal(kind: Poll['kind']): OAuthError {
  switch (kind) {
    case 'waiting':
      return new OAuthError('authorization_pending', 'Nobody has decided yet.')
    case 'too-early':
      return new OAuthError('slow_down', 'Ask less often: five seconds more between two questions.')
    case 'denied':
      return new OAuthError('access_denied', 'It was denied.')
    case 'expired':
      return new OAuthError('expired_token', 'Nobody decided in time. Begin anew.')
    default:
      return new OAuthError('invalid_grant', 'The device code is not good (any more).')
  }
}
