import { z } from 'zod'
import type { AuthContext, AuthProvider, SignInProfile } from '#core/auth.ts'
import { Forbidden } from '#core/errors.ts'
import { Router } from '#core/http/router.ts'
import { codeFlow, type IdClaims } from '#core/openid/code-flow.ts'
import { issuerClient } from '#core/openid/issuer-client.ts'
import { env } from './env.ts'

const config = z.strictObject({
  label: z.string().min(1).max(60).default('Sign in with Google').describe('What its button says'),
  hosted_domain: z
    .string()
    .optional()
    .describe('Only accounts of this Google Workspace, on top of who may enter at all'),
})

type Config = z.output<typeof config>
type Context = AuthContext<Config, typeof env>

/** Google accounts (developers.google.com/identity/openid-connect). */
export default {
  name: 'google',
  displayName: 'Google',
  config,
  env,
  example: { hosted_domain: 'acme.com' },
  isAvailable: ({ env: { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } }) =>
    GOOGLE_CLIENT_ID !== undefined && GOOGLE_CLIENT_SECRET !== undefined
      ? { available: true }
      : { available: false, reason: 'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are not set.' },
  loginButtons: ({ config: { label } }) => [
    { text: label, url: '/login/google', order: 10, visible: true },
  ],
  router(context) {
    const flow = googleFlow(context)
    return new Router()
      .get('/login/google', (ctx) => flow.begin(ctx))
      .get('/authorize', async (ctx) => {
        await context.signIn(ctx, profileOf(await flow.finish(ctx), context.config))
      })
  },
} satisfies AuthProvider<Config, typeof env>

function googleFlow(context: Context) {
  const { config, env, db, publicUrl, rateLimits, log } = context
  const { hosted_domain: hd } = config
  const issuer = issuerClient({
    issuer: env.GOOGLE_ISSUER.href.replace(/\/$/, ''),
    clientId: env.GOOGLE_CLIENT_ID ?? '',
    clientSecret: env.GOOGLE_CLIENT_SECRET ?? '',
    log,
  })
  return codeFlow({
    issuer,
    db,
    publicUrl,
    rateLimits,
    callbackPath: '/authorize',
    scope: 'openid email profile',
    parameters: { prompt: 'select_account', ...(hd !== undefined && { hd }) },
  })
}

/** `hd` can be asked for and not be given, and says nothing of the address: it only filters further. */
function profileOf(claims: IdClaims, { hosted_domain: domain }: Config): SignInProfile {
  const { email, name, picture } = claims
  if (email === undefined || !claims.email_verified) throw notVerified()
  if (domain !== undefined && claims['hd'] !== domain) {
    throw new Forbidden('other_workspace', 'This account belongs to another Google Workspace.', {
      remedy: `Choose your account of ${domain}.`,
    })
  }
  return {
    email,
    emailVerified: true,
    subject: claims.sub,
    issuer: claims.iss,
    ...(name !== undefined && { name }),
    ...(picture !== undefined && { picture }),
  }
}

function notVerified(): Forbidden {
  return new Forbidden(
    'email_not_verified',
    'Google has not verified the address of this account.',
    {
      remedy: 'Verify it in your Google account, or sign in another way.',
    },
  )
}
