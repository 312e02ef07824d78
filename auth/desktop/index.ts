import type { z } from 'zod'
import type { AuthProvider } from '#core/auth.ts'
import { Router } from '#core/http/router.ts'
import { bearerEnv, bearerSecrets } from '#core/identity/bearer-needs.ts'
import { deviceTokenSecret } from '#core/identity/device-tokens.ts'
import { accountRoutes, devicesPart } from './account-part.ts'
import { appRoutes } from './app-routes.ts'
import { authorizeRoutes } from './authorize-routes.ts'
import { config } from './desktop.ts'
import { deviceRoutes } from './device-routes.ts'
import { metadataRoutes } from './metadata-routes.ts'
import { tokenRoutes } from './token-routes.ts'

/**
 * Programs that act for a person who signed in by another way: the command line, the desktop app. They
 * never sign anybody in to the portal, so there is no button.
 */
const provider: AuthProvider<z.output<typeof config>, typeof bearerEnv> = {
  name: 'desktop',
  displayName: 'Desktop and command line',
  config,
  env: bearerEnv,
  secrets: { ...bearerSecrets, 'desktop-refresh-key': 'text' },
  example: { url_scheme: 'acme-analyst', token_days: 14 },
  isAvailable({ secrets }) {
    deviceTokenSecret(secrets)
    return { available: true }
  },
  router(context) {
    const router = new Router()
    metadataRoutes(context, router)
    authorizeRoutes(context, router)
    deviceRoutes(context, router)
    tokenRoutes(context, router)
    accountRoutes(context, router)
    return context.config.app_link ? appRoutes(context, router) : router
  },
  loginButtons: () => [],
  accountPart: devicesPart,
}

export default provider
