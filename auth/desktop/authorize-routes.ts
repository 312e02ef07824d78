import type { Context } from 'koa'
import { z } from 'zod'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { auditDevice } from './audit-device.ts'
import { createCode } from './authorization-codes.ts'
import { consentPage } from './consent-page.ts'
import type { Desktop } from './desktop.ts'
import { linksPerHour } from './limits.ts'
import { loopbackAddress } from './loopback-address.ts'
import { challenge } from './pkce.ts'
import { clientId, deviceName, programName } from './program-name.ts'
import { readFields } from './read-fields.ts'

/** What a program asks with (RFC 6749 section 4.1.1, RFC 7636 section 4.3); `plain` is no method here. */
const question = z.object({
  response_type: z.literal('code'),
  client_id: clientId,
  redirect_uri: loopbackAddress,
  code_challenge: challenge,
  code_challenge_method: z.literal('S256'),
  state: z.string().min(16).max(512),
  device_name: deviceName.optional(),
})

/**
 * /desktop/authorize: a program on the person's own machine asks by the browser and gets a code at its
 * loopback address (RFC 8252). A question that is not right is never answered by a redirect.
 */
export function authorizeRoutes(desktop: Desktop, router: Router): Router {
  const { db, publicUrl, rateLimits } = desktop

  async function ask(ctx: Context): Promise<void> {
    const asked = readFields(new URLSearchParams(ctx.querystring), question)
    const person = await desktop.requireRecentSignIn(ctx)
    allowFormTo(ctx, asked.redirect_uri)
    const page = consentPage({
      program: programName(asked.client_id, asked.device_name),
      where: 'On this computer',
      email: person.email,
      action: '/desktop/authorize',
      fields: asked,
      csrf: desktop.csrfField(ctx),
    })
    desktop.render(ctx, page)
  }

  async function answer(ctx: Context): Promise<void> {
    const person = await desktop.requireRecentSignIn(ctx)
    const form = await readForm(ctx)
    desktop.requireCsrf(ctx, form)
    const { decision, ...asked } = readFields(
      form,
      question.extend({ decision: z.enum(['allowed', 'denied']) }),
    )
    const name = programName(asked.client_id, asked.device_name)
    if (decision === 'denied') {
      await auditDevice(desktop, ctx, 'device.deny', person.email, name)
      return sendBack(ctx, asked, { error: 'access_denied' })
    }
    await rateLimits.take('device-link', person.id, linksPerHour)
    const code = await createCode(db, {
      personId: person.id,
      client: asked.client_id,
      name,
      address: clientAddress(ctx),
      redirectUri: asked.redirect_uri,
      challenge: asked.code_challenge,
    })
    await auditDevice(desktop, ctx, 'device.allow', person.email, name)
    sendBack(ctx, asked, { code })
  }

  /** With `iss`, so that a client of several servers knows who answered (RFC 9207). */
  function sendBack(
    ctx: Context,
    { redirect_uri, state }: { readonly redirect_uri: string; readonly state: string },
    result: { readonly code: string } | { readonly error: string },
  ): void {
    const query = new URLSearchParams({ ...result, state, iss: publicUrl.origin })
    seeOther(ctx, `${redirect_uri}?${query.toString()}`)
  }

  return router.get('/desktop/authorize', ask).post('/desktop/authorize', answer)
}

/**
 * Browsers hold the redirect after a form to the page's form-action as well (CSP 3). An IPv6 literal
 * cannot be written there, so for one the scheme alone is named.
 */
function allowFormTo(ctx: Context, redirectUri: string): void {
  const { hostname, origin } = new URL(redirectUri)
  const target = hostname === '[::1]' ? 'http:' : origin
  const policy = ctx.response.get('content-security-policy')
  ctx.set('content-security-policy', policy.replace("form-action 'self'", `$& ${target}`))
}
