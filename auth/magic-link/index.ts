import { z } from 'zod'
import type { AuthProvider } from '#core/auth.ts'
import { Router } from '#core/http/router.ts'
import { confirmRoutes } from './confirm-routes.ts'
import { requestRoutes } from './request-routes.ts'

const config = z.strictObject({
  label: z.string().min(1).max(60).default('Get a link by mail').describe('What its button says'),
})

/**
 * A link by mail that signs in once, in the browser that asked for it, after a click on a page: what a mail
 * scanner opens lets nobody in.
 */
export default {
  name: 'magic-link',
  displayName: 'Link by mail',
  config,
  example: {},
  isAvailable: () => ({ available: true }),
  loginButtons: ({ config: { label } }) => [
    { text: label, url: '/login/email', order: 30, visible: true },
  ],
  router: (context) => confirmRoutes(context, requestRoutes(context, new Router())),
} satisfies AuthProvider<z.output<typeof config>>
