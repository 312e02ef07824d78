import type { z } from 'zod'
import type { AuthContext, AuthProvider } from '#core/auth.ts'
import { Router } from '#core/http/router.ts'
import { config } from './config.ts'
import { loginRoutes } from './login-routes.ts'
import { metadataRoutes } from './metadata-routes.ts'
import { readCertificates } from './read-certificates.ts'

type Context = AuthContext<z.output<typeof config>>

/** Any number of SAML 2.0 identity providers: Entra, Okta, ADFS, Keycloak, Shibboleth and others. */
export default {
  name: 'saml',
  displayName: 'SAML',
  config,
  example: [
    {
      id: 'entra',
      name: 'Sign in with Entra',
      entry_point: 'https://login.microsoftonline.com/acme/saml2',
      idp_issuer: 'https://sts.windows.net/acme/',
      certificate: '${ENTRA_CERTIFICATE}',
      trust_email: true,
    },
  ],
  isAvailable({ config: issuers }: Context) {
    // What cannot be read is told at the start, not to the first person who wants to sign in.
    for (const issuer of issuers) readCertificates(issuer)
    return issuers.length > 0
      ? { available: true }
      : { available: false, reason: 'auth.saml in instance.yaml names no issuer.' }
  },
  loginButtons: ({ config: issuers }) =>
    issuers.map(({ id, name }) => ({
      text: name,
      url: `/login/saml/${id}`,
      order: 15,
      visible: true,
    })),
  router(context: Context) {
    const router = new Router()
    for (const issuer of context.config) {
      loginRoutes(context, issuer, router)
      metadataRoutes(context, issuer, router)
    }
    return router
  },
} satisfies AuthProvider<z.output<typeof config>>
