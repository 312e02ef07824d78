import type { Context } from 'koa'
import type { AuthContext } from '#core/auth.ts'
import { readForm } from '#core/http/body.ts'
import type { Router } from '#core/http/router.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { checkResponse } from './check-response.ts'
import type { IssuerConfig } from './config.ts'
import { beginRequest, newRequestId } from './login-requests.ts'
import { refusing } from './refusing.ts'
import { Refusal } from './refusal.ts'
import { ourSide, samlClient } from './saml-client.ts'
import { browserBindings } from './sign-in-answers.ts'

const FORM_BYTES = 256 * 1024

/**
 * Signing in at one issuer: the redirect to it, its form with the response, and the request of our own
 * after it, which has the portal's cookies.
 */
export function loginRoutes(context: AuthContext, settings: IssuerConfig, router: Router): Router {
  const { db, publicUrl } = context
  const { id: issuerId } = settings
  const path = `/login/saml/${issuerId}`
  const our = ourSide(publicUrl, issuerId)
  const secure = publicUrl.protocol === 'https:'
  const { begun, answers } = browserBindings(context)

  async function begin(ctx: Context): Promise<void> {
    const requestId = newRequestId()
    await begun.begin(ctx, { issuerId, requestId })
    const request = await beginRequest(db, issuerId, requestId)
    const url = await samlClient(settings, our, request).getAuthorizeUrlAsync('', undefined, {})
    seeOther(ctx, url)
  }

  async function takeResponse(ctx: Context): Promise<void> {
    const encoded = (await readForm(ctx, FORM_BYTES)).get('SAMLResponse')
    if (!encoded) throw new Refusal('the form holds no SAMLResponse')
    const mine = await begun.take(ctx)
    // Without https no browser sends the cookie along with another site's form: then finish asks for it.
    if (!mine && secure) throw notBegunHere()
    const { requestId, profile } = await checkResponse(db, settings, our, encoded)
    if (mine && mine.requestId !== requestId) throw notBegunHere()
    await answers.begin(ctx, {
      issuerId,
      requestId,
      inBrowserThatBegan: mine !== undefined,
      profile,
    })
    seeOther(ctx, `${path}/finish`)
  }

  async function finish(ctx: Context): Promise<void> {
    const answer = await answers.take(ctx)
    if (answer?.issuerId !== issuerId) throw new Refusal('no response came to this browser')
    if (!answer.inBrowserThatBegan) {
      const mine = await begun.take(ctx)
      if (mine?.requestId !== answer.requestId) throw notBegunHere()
    }
    await context.signIn(ctx, answer.profile)
  }

  const refuse = refusing(context, issuerId)
  return router
    .get(path, begin)
    .post(`${path}/acs`, refuse(takeResponse))
    .get(`${path}/finish`, refuse(finish))
}

function notBegunHere(): Refusal {
  return new Refusal('it was not begun in this browser, or too long ago')
}
