import type { Context, Next } from 'koa'
import { AppError, TooManyRequests } from '#core/errors.ts'

/** The codes of RFC 6749 section 5.2 and RFC 8628 section 3.5 that we answer. */
export type OAuthCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'

/** A refusal as OAuth clients expect it. */
export class OAuthError extends Error {
  readonly code: OAuthCode
  constructor(code: OAuthCode, description: string) {
    super(description)
    this.code = code
  }
}

/** Answers refusals with the body of RFC 6749 section 5.2; failures of ours go on to the kernel. */
export async function answerOAuthErrors(ctx: Context, next: Next): Promise<void> {
  try {
    await next()
  } catch (error) {
    if (error instanceof OAuthError) return refuse(ctx, 400, error.code, error.message)
    if (!(error instanceof AppError) || error.status >= 500) throw error
    ctx.set(error.headers)
    if (error instanceof TooManyRequests) return refuse(ctx, 429, 'slow_down', error.message)
    refuse(ctx, 400, 'invalid_request', error.message)
  }
}

function refuse(ctx: Context, status: number, error: OAuthCode, description: string): void {
  ctx.status = status
  ctx.set('cache-control', 'no-store')
  ctx.body = { error, error_description: description }
}
