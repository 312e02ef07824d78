import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AuthProvider } from '#core/auth.ts'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { verifyJwt } from '#core/jwt.ts'
import { confirmPage } from './confirm-page.ts'
import { useOnce } from './use-once.ts'

const config = z.strictObject({
  label: z.string().min(1).default('Sign in from the intranet').describe('What its button says'),
  url: z.url().describe('The page of the intranet that sends people here with a ticket'),
})

const ticket = z.object({ sub: z.string(), email: z.email(), name: z.string().optional() })

const env = {
  INTRANET_SECRET: {
    kind: 'secret',
    description: 'What the intranet signs its tickets with (HS256), 32 characters or more',
  },
} as const

/** People whom the company's intranet sends here with a signed ticket that lives a minute. */
export default {
  name: 'intranet',
  displayName: 'Intranet',
  config,
  env,
  example: { url: 'https://intranet.example.com/data' },
  isAvailable: ({ env: { INTRANET_SECRET } }) =>
    INTRANET_SECRET === undefined
      ? { available: false, reason: 'INTRANET_SECRET is not set.' }
      : { available: true },
  loginButtons: ({ config: { label, url } }) => [{ text: label, url, order: 30, visible: true }],

  router: (context) =>
    new Router()
      // A link alone signs nobody in: it could have been planted. The button is pressed by a person.
      .get('/login/intranet', (ctx) => {
        const { ticket: given } = z.object({ ticket: z.string().default('') }).parse(ctx.query)
        context.render(ctx, confirmPage(context.csrfField(ctx), given))
      })
      .post('/login/intranet', async (ctx) => {
        const form = await readForm(ctx)
        context.requireCsrf(ctx, form)
        const text = form.get('ticket') ?? ''
        const { sub, email, name } = verifyJwt(text, {
          secret: context.env.INTRANET_SECRET ?? '',
          issuer: 'intranet',
          audience: context.publicUrl.origin,
          schema: ticket,
        })
        await useOnce(context.db, createHash('sha256').update(text).digest())
        await context.signIn(ctx, {
          email,
          emailVerified: true,
          subject: sub,
          issuer: 'intranet',
          ...(name !== undefined && { name }),
        })
      }),
} satisfies AuthProvider<z.output<typeof config>, typeof env>
