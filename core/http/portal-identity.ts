import type { Context, Middleware, Next } from 'koa'
import { z } from 'zod'
import { Forbidden, Unauthorized } from '../errors.ts'
import { signJwt, verifyJwt } from '../jwt.ts'
import type { Secrets } from '../secrets.ts'

const identitySchema = z.object({
  personId: z.string(),
  username: z.string(),
  email: z.string(),
  name: z.string(),
  groups: z.array(z.string()),
  admin: z.boolean(),
  tables: z.array(z.string()),
  csrf: z.string(),
})

/** Who is asking, as the portal tells a service: never the cookie, never for another service. */
export type PortalIdentity = Readonly<z.infer<typeof identitySchema>>

/** Where it stands in a request. */
export const PORTAL_IDENTITY_HEADER = 'x-portal-identity'

/** The name of the secret that the portal and the services share. */
export const PORTAL_IDENTITY_SECRET = 'portal-identity'

const ISSUER = 'portal'
const SECONDS = 30

/** Signs an identity for one service, for 30 seconds. */
export function signPortalIdentity(
  secret: string,
  serviceId: string,
  identity: PortalIdentity,
): string {
  return signJwt(identitySchema.parse(identity), {
    secret,
    issuer: ISSUER,
    audience: serviceId,
    subject: identity.personId,
    seconds: SECONDS,
  })
}

/** Lets only the portal in, and tells the routes who is asking: `ctx.state.person`. */
export function portalIdentity(secrets: Pick<Secrets, 'text'>, serviceId: string): Middleware {
  const secret = secrets.text(PORTAL_IDENTITY_SECRET)
  return function requirePortalIdentity(ctx: Context, next: Next) {
    const token = ctx.get(PORTAL_IDENTITY_HEADER)
    if (token === '') throw new Unauthorized('portal_only', 'This is reached through the portal')
    const parties = { secret, issuer: ISSUER, audience: serviceId }
    ctx.state['person'] = verifyJwt(token, { ...parties, schema: identitySchema })
    return next()
  }
}

/** Refuses everyone but administrators. */
export function requireAdmin(ctx: Context, next: Next) {
  const person = ctx.state['person'] as PortalIdentity | undefined
  if (!person?.admin) throw new Forbidden('administrators_only', 'Only administrators may do this')
  return next()
}
