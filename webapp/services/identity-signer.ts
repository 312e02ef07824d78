import type { Context } from 'koa'
import { PORTAL_IDENTITY_HEADER, signPortalIdentity } from '#core/http/portal-identity.ts'
import type { SessionPrincipal } from '#core/identity/sessions.ts'

/** Signs who is asking, for one service. */
export type SignIdentity = (serviceId: string, member: SessionPrincipal, csrf: string) => string

export function identitySigner(secret: string): SignIdentity {
  return (serviceId, { personId, username, email, name, groups, admin, tables }, csrf) =>
    signPortalIdentity(secret, serviceId, {
      personId,
      username,
      email,
      name,
      groups: [...groups],
      admin,
      tables: [...tables],
      csrf,
    })
}

const passedOn = [
  'accept',
  'accept-language',
  'content-type',
  'x-csrf-token',
  'if-none-match',
  'if-modified-since',
  'range',
  'hx-request',
  'hx-target',
  'hx-source',
  'hx-current-url',
  'hx-boosted',
]

/** The headers of a request to a service: never a cookie, never what the browser claims to be. */
export function headersForService(ctx: Context, identity: string): Record<string, string> {
  const given = passedOn.flatMap((name) => {
    const value = ctx.get(name)
    return value === '' ? [] : [[name, value] as const]
  })
  const id = ctx.state['requestId']
  return {
    ...Object.fromEntries(given),
    ...(typeof id === 'string' && { 'x-request-id': id }),
    [PORTAL_IDENTITY_HEADER]: identity,
  }
}
