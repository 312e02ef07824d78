import type { Context } from 'koa'
import type { Database } from '../database/connect.ts'
import { Unauthorized } from '../errors.ts'
import { principalOfBearer } from '../identity/bearer.ts'
import type { Principal } from '../identity/principal.ts'
import type { Secrets } from '../secrets.ts'

/** Whose token for everything a request carries (RFC 6750); Unauthorized('token_required') without a good one. */
export async function requireBearer(
  ctx: Context,
  deps: { readonly db: Database; readonly secrets: Secrets },
): Promise<Principal> {
  const token = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
  const caller = token === undefined ? undefined : await principalOfBearer(deps, token)
  if (caller) return caller
  throw new Unauthorized('token_required', 'A token of yours is needed', {
    remedy: 'Run `analyst login`, or make a token for everything on the account page.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  })
}
