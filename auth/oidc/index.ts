import type { z } from 'zod'
import type { AuthContext, AuthProvider } from '#core/auth.ts'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { logoutTokens } from '#core/openid/back-channel-logout.ts'
import { codeFlow } from '#core/openid/code-flow.ts'
import { issuerClient } from '#core/openid/issuer-client.ts'
import { config, type IssuerConfig } from './config.ts'
import { profileOf } from './profile-of.ts'

type Context = AuthContext<z.output<typeof config>>

/** Any number of OpenID Connect issuers: Okta, Entra, Keycloak and others. */
export default {
  name: 'oidc',
  displayName: 'OpenID Connect',
  config,
  example: [
    {
      id: 'okta',
      name: 'Sign in with Okta',
      issuer: 'https://acme.okta.com',
      client_id: 'portal',
      client_secret: '${OKTA_SECRET}',
    },
  ],
  isAvailable: ({ config: issuers }) =>
    issuers.length > 0
      ? { available: true }
      : { available: false, reason: 'auth.oidc in instance.yaml names no issuer.' },
  loginButtons: ({ config: issuers }) =>
    issuers.map(({ id, name }) => ({
      text: name,
      url: `/login/oidc/${id}`,
      order: 15,
      visible: true,
    })),
  router(context) {
    const router = new Router()
    for (const issuer of context.config) mountIssuer(router, context, issuer)
    return router
  },
} satisfies AuthProvider<z.output<typeof config>>

function mountIssuer(router: Router, context: Context, settings: IssuerConfig): void {
  const { db, publicUrl, rateLimits, log } = context
  const { client_id: clientId, client_secret: clientSecret } = settings
  const path = `/login/oidc/${settings.id}`
  const issuer = issuerClient({ issuer: settings.issuer, clientId, clientSecret, log })
  const scope = [...new Set(['openid', ...settings.scopes])].join(' ')
  const flow = codeFlow({
    ...{ issuer, db, publicUrl, rateLimits, scope },
    callbackPath: `${path}/callback`,
  })
  const checkLogout = logoutTokens(db, issuer, clientId)

  router
    .get(path, (ctx) => flow.begin(ctx))
    .get(`${path}/callback`, async (ctx) => {
      await context.signIn(ctx, profileOf(await flow.finish(ctx), settings))
    })
    // The issuer itself calls: no cookie, no form of ours; the signature says who it is.
    .post(`${path}/backchannel-logout`, async (ctx) => {
      const token = (await readForm(ctx)).get('logout_token') ?? ''
      const ended = await context.endIssuerSessions(await checkLogout(token))
      log.info({ issuer: settings.id, ended }, 'the issuer ended sessions')
      ctx.set('cache-control', 'no-store')
      ctx.status = 200
      ctx.body = ''
    })
}
