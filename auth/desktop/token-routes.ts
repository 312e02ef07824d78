import type { Context } from 'koa'
import { z } from 'zod'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { unlinkDevice } from '#core/identity/devices.ts'
import { auditDevice } from './audit-device.ts'
import { DAY_SECONDS, type Desktop } from './desktop.ts'
import { tokenAnswer, type TokenAnswer } from './issue-tokens.ts'
import { tokensPerAddress } from './limits.ts'
import { answerOAuthErrors, OAuthError } from './oauth-error.ts'
import { clientId } from './program-name.ts'
import { readFields } from './read-fields.ts'
import { redeemCode } from './redeem-code.ts'
import { redeemDeviceCode } from './redeem-device-code.ts'
import { deviceOfRefreshToken, rotate } from './refresh-tokens.ts'

const secret = z.string().min(1).max(200)
const refreshing = z.object({ client_id: clientId, refresh_token: secret })
const revoking = z.object({ token: secret })

/** /oauth/token (RFC 6749 section 3.2) for programs that can keep no secret, and /oauth/revoke (RFC 7009). */
export function tokenRoutes(desktop: Desktop, router: Router): Router {
  const { db, secrets, rateLimits, config } = desktop

  async function token(ctx: Context): Promise<void> {
    await rateLimits.take('device-token', clientAddress(ctx), tokensPerAddress)
    const form = await readForm(ctx)
    const grant = grants.get(form.get('grant_type') ?? '')
    if (!grant) throw new OAuthError('unsupported_grant_type', 'This grant is not known here.')
    const answer = await grant(ctx, form)
    ctx.set('cache-control', 'no-store')
    ctx.body = answer
  }

  async function refresh(ctx: Context, form: URLSearchParams): Promise<TokenAnswer> {
    const { client_id: client, refresh_token: shown } = readFields(form, refreshing)
    const idleSeconds = config.idle_days * DAY_SECONDS
    const key = secrets.text('desktop-refresh-key')
    const rotation = await rotate(db, key, { token: shown, client, idleSeconds })
    if (rotation.kind === 'renewed') {
      return tokenAnswer(desktop, { ...rotation, refreshToken: rotation.next })
    }
    if (rotation.kind === 'reused') {
      await auditDevice(desktop, ctx, 'device.token-reused', rotation.email, rotation.name)
    }
    throw new OAuthError('invalid_grant', 'The refresh token is not good (any more).')
  }

  const grants = new Map<string, (ctx: Context, form: URLSearchParams) => Promise<TokenAnswer>>([
    ['authorization_code', (ctx, form) => redeemCode(desktop, ctx, form)],
    ['refresh_token', refresh],
    [
      'urn:ietf:params:oauth:grant-type:device_code',
      (ctx, form) => redeemDeviceCode(desktop, ctx, form),
    ],
  ])

  /** Says 200 to unknown tokens too, as RFC 7009 section 2.2 has it. */
  async function revoke(ctx: Context): Promise<void> {
    await rateLimits.take('device-token', clientAddress(ctx), tokensPerAddress)
    const { token: shown } = readFields(await readForm(ctx), revoking)
    const device = await deviceOfRefreshToken(db, shown)
    if (device && (await unlinkDevice(db, device))) {
      await auditDevice(desktop, ctx, 'device.unlink', device.email)
    }
    ctx.body = {}
  }

  return router
    .post('/oauth/token', answerOAuthErrors, token)
    .post('/oauth/revoke', answerOAuthErrors, revoke)
}
