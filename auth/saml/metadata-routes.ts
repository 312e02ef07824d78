import type { Context } from 'koa'
import type { AuthContext } from '#core/auth.ts'
import { Forbidden } from '#core/errors.ts'
import type { Router } from '#core/http/router.ts'
import type { IssuerConfig } from './config.ts'
import { metadataPage } from './metadata-page.ts'
import { ourSide, samlClient } from './saml-client.ts'

/**
 * Our description for one issuer (SAML 2.0 Metadata): XML for everyone, for nothing in it is secret, and
 * in an administrator's browser a page that says what to enter where.
 */
export function metadataRoutes(
  context: AuthContext,
  settings: IssuerConfig,
  router: Router,
): Router {
  const path = `/login/saml/${settings.id}/metadata`
  const our = ourSide(context.publicUrl, settings.id)

  function showXml(ctx: Context): void {
    ctx.body = samlClient(settings, our).generateServiceProviderMetadata(null)
    ctx.type = 'application/samlmetadata+xml'
  }

  async function showPage(ctx: Context): Promise<void> {
    const { admin } = await context.requirePerson(ctx)
    if (!admin) throw new Forbidden('not_administrator', 'This page is for administrators.')
    context.render(ctx, metadataPage(settings, our, `${path}.xml`))
  }

  return router
    .get(`${path}.xml`, showXml)
    .get(path, (ctx) => (ctx.accepts('xml', 'html') === 'html' ? showPage(ctx) : showXml(ctx)))
}
