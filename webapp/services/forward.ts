import type { Context, Middleware, Next } from 'koa'
import { AppError, messageOf } from '#core/errors.ts'
import { readBody, readForm } from '#core/http/body.ts'
import { administration } from '../admin/administrator.ts'
import type { Portal } from '../portal.ts'
import { headersForService, type SignIdentity } from './identity-signer.ts'
import { passBack } from './pass-back.ts'
import { portalTarget } from './portal-target.ts'
import { requestService } from '#core/http/request-service.ts'
import { showUnavailable } from './show-unavailable.ts'

const pageTimeoutMs = 30_000
/** What is longer no service takes; each has limits of its own. */
const BODY_BYTES = 1024 * 1024

/** Answers the paths that belong to services: with who is asking, and their pages in the layout. */
export function forward(portal: Portal, sign: SignIdentity): Middleware {
  const { deps, visits } = portal
  const { viewer } = administration(portal)
  return async function forwardToService(ctx: Context, next: Next): Promise<void> {
    const target = portalTarget(deps.services, ctx.path)
    if (!target) return next() as Promise<void>
    const member = target.admin ? viewer(ctx) : visits.requireMember(ctx)
    const body = await checkedBody(portal, ctx)
    const { service } = target
    const headers = headersForService(ctx, sign(service.manifest.id, member, visits.csrfOf(ctx)))
    try {
      const answer = await requestService(service.address, {
        method: ctx.method,
        path: ctx.url,
        headers,
        ...(body !== undefined && { body }),
        signal: AbortSignal.timeout(pageTimeoutMs),
      })
      await passBack(portal, ctx, target, answer)
    } catch (error) {
      if (error instanceof AppError && error.status < 500) throw error
      deps.log.warn(
        { service: service.manifest.id, reason: messageOf(error) },
        'a service does not answer',
      )
      showUnavailable(portal, ctx, target)
    }
  }
}

/**
 * GET and HEAD carry nothing; a POST is a form with this person's token, or JSON with the token in
 * `x-csrf-token`, which no page of another origin can set; no other method passes.
 */
async function checkedBody({ visits }: Portal, ctx: Context): Promise<string | undefined> {
  if (ctx.method === 'GET' || ctx.method === 'HEAD') return undefined
  if (ctx.method !== 'POST')
    throw new AppError(405, 'method_not_allowed', 'Only GET and POST pass here.')
  if (ctx.is('json')) {
    visits.requireCsrf(ctx, new URLSearchParams({ csrf: ctx.get('x-csrf-token') }))
    return (await readBody(ctx, BODY_BYTES)).toString('utf8')
  }
  const form = await readForm(ctx, BODY_BYTES)
  visits.requireCsrf(ctx, form)
  return form.toString()
}
