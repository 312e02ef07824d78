import type { Context, Middleware, Next } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { Unauthorized } from '#core/errors.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import type { Secrets } from '#core/secrets.ts'

/** Lets in whoever has a token of the portal, and says whose it is: `ctx.state.caller`. */
export function bearerIdentity(deps: {
  readonly db: Database
  readonly secrets: Secrets
}): Middleware {
  return async function requireBearer(ctx: Context, next: Next) {
    const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
    const caller = token === undefined ? undefined : await principalOfBearer(deps, token)
    if (!caller) {
      throw new Unauthorized('token_required', 'A token of yours is needed', {
        remedy: 'Sign in with `analyst login`, or make a token on the account page.',
        headers: { 'WWW-Authenticate': 'Bearer' },
      })
    }
    ctx.state['caller'] = caller
    await next()
  }
}
