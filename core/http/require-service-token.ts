import type { Middleware } from 'koa'
import { Unauthorized } from '../errors.ts'
import { bearerToken } from './bearer-token.ts'
import { isSameSecret } from './same-secret.ts'

/** Lets only services of the stack pass, which show the secret that they share as a bearer token (RFC 6750). */
export function requireServiceToken(token: string): Middleware {
  return async function requireToken(ctx, next) {
    if (!isSameSecret(bearerToken(ctx.get('authorization')) ?? '', token))
      throw new Unauthorized('services_only', 'This is for services of the stack')
    await next()
  }
}
