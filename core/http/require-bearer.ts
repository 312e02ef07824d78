import type { Context } from 'koa'
import type { Database } from '../database/connect.ts'
import { Unauthorized } from '../errors.ts'
import { principalOfBearer } from '../identity/bearer.ts'
import type { Principal } from '../identity/principal.ts'
import type { TokenScope } from '../identity/tokens.ts'
import type { Secrets } from '../secrets.ts'
import { bearerToken } from './bearer-token.ts'

/** Whose token a request carries (RFC 6750), of the scope that is needed; Unauthorized('token_required') without one. */
export async function requireBearer(
  ctx: Context,
  deps: { readonly db: Database; readonly secrets: Secrets },
  need: TokenScope = 'all',
): Promise<Principal> {
  const token = bearerToken(ctx.get('authorization'))
  const caller = token === undefined ? undefined : await principalOfBearer(deps, token, need)
  if (caller) return caller
  const what = need === 'all' ? 'a token for everything' : 'a token'
  throw new Unauthorized('token_required', 'A token of yours is needed', {
    remedy: `Run \`analyst login\`, or make ${what} on the account page.`,
    headers: { 'WWW-Authenticate': 'Bearer' },
  })
}
