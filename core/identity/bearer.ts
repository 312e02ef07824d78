import type { Database } from '../database/connect.ts'
import type { Secrets } from '../secrets.ts'
import { principalOfDeviceToken } from './device-tokens.ts'
import type { Principal } from './principal.ts'
import { principalOfToken, type TokenScope } from './tokens.ts'

/**
 * Whose bearer token this is (RFC 6750), an API token or one of a linked device; undefined when it is
 * not good (any more), or not for this scope. A service checks the `token` routes of its manifest with it, by `requireBearer`.
 */
export async function principalOfBearer(
  deps: { readonly db: Database; readonly secrets: Secrets },
  token: string,
  scope: TokenScope = 'all',
): Promise<Principal | undefined> {
  return (
    (await principalOfToken(deps.db, token, scope)) ?? (await principalOfDeviceToken(deps, token))
  )
}
