import type { Context } from 'koa'
import type { AuthContext } from '#core/auth.ts'
import { AppError, Forbidden } from '#core/errors.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { RateLimit } from '#core/http/rate-limits.ts'
import { audit } from '#core/identity/audit.ts'
import { Refusal } from './refusal.ts'

const perAddress: RateLimit = { points: 100, seconds: 900 }

type Step = (ctx: Context) => Promise<void>

/**
 * Records why a sign-in at an issuer was refused, and tells the visitor what to do instead of why: who
 * forges responses learns nothing from the answer. Only refusals are limited, so that nobody's bad
 * responses keep out the colleagues who share their address; those above the limit are not recorded, or
 * the log would be theirs to fill.
 */
export function refusing(
  { db, log, rateLimits }: AuthContext,
  issuerId: string,
): (step: Step) => (ctx: Context) => Promise<void> {
  async function record(ctx: Context, reason: string): Promise<void> {
    const address = clientAddress(ctx)
    await rateLimits.take('saml-refused', address, perAddress)
    const request = ctx.state['requestId'] as string | undefined
    log.warn({ issuer: issuerId, reason, request }, 'a SAML sign-in was refused')
    await audit(db, {
      actor: 'a visitor',
      action: 'saml.refused',
      subject: issuerId,
      detail: { reason: reason.slice(0, 300) },
      address,
    })
  }

  return (step) => async (ctx) => {
    try {
      await step(ctx)
    } catch (error) {
      if (error instanceof Refusal) {
        await record(ctx, error.message)
        throw refused(error)
      }
      if (error instanceof AppError && error.status < 500) await record(ctx, error.code)
      throw error
    }
  }
}

function refused(cause: Refusal): Forbidden {
  return new Forbidden('sign_in_refused', 'The sign-in could not be completed.', {
    remedy:
      'Begin again at the login page. If it happens twice, tell an administrator the number of the request below.',
    cause,
  })
}
