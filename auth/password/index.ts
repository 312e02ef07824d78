import { z } from 'zod'
import type { AuthContext, AuthProvider } from '#core/auth.ts'
import { Router } from '#core/http/router.ts'
import { changeRoutes, passwordPart } from './change-password.ts'
import { openCredentials } from './credentials.ts'
import { passwordEnrolment } from './enrolment.ts'
import { ensureAdministrator } from './ensure-administrator.ts'
import { choosePasswordRoutes } from './links/choose-password-routes.ts'
import { requestAccessRoutes } from './links/request-access-routes.ts'
import { loginRoutes } from './login-routes.ts'
import { createPasswordHashing, type PasswordHashing } from './password-hash.ts'
import { env } from './env.ts'
import type { Passwords } from './passwords.ts'

const config = z.strictObject({
  /** What stands on the button of the login page. */
  label: z.string().min(1).max(60).default('Sign in with a password'),
})

type Config = z.output<typeof config>
type Context = AuthContext<Config, typeof env>

/** Shared by all routes, so that few hashes are computed at a time in this process. */
function passwordsOf(context: Context, hashing: PasswordHashing): Passwords {
  return { context, credentials: openCredentials(context.db), hashing }
}

/** E-mail and password, kept here as Argon2id hashes. Accounts are made by administrators, never by visitors. */
function createProvider(): AuthProvider<Config, typeof env> {
  const hashing = createPasswordHashing()
  return {
    name: 'password',
    displayName: 'Password',
    config,
    env,
    example: {},
    isAvailable: () => ({ available: true }),
    router(context) {
      const passwords = passwordsOf(context, hashing)
      const router = new Router()
      loginRoutes(passwords, router)
      changeRoutes(passwords, router)
      requestAccessRoutes(passwords, router)
      return choosePasswordRoutes(passwords, router)
    },
    loginButtons: ({ config: { label } }) => [
      { text: label, url: '/login/password', order: 20, visible: true },
    ],
    enrolment: (context) => passwordEnrolment(passwordsOf(context, hashing)),
    accountPart: (context, ctx, person) => passwordPart(passwordsOf(context, hashing), ctx, person),
    start: (context) => ensureAdministrator(passwordsOf(context, hashing)),
  }
}

export default createProvider()
