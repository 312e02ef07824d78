import { z } from 'zod'
import type { AuthContext, AuthProvider, LoginButton } from '#core/auth.ts'
import { Router } from '#core/http/router.ts'
import { accountPart } from './account-part.ts'
import { changeRoutes } from './change-password.ts'
import { openCredentials } from './credentials.ts'
import { passwordEnrolment } from './enrolment.ts'
import { ensureAdministrator } from './ensure-administrator.ts'
import { env } from './env.ts'
import { choosePasswordRoutes } from './links/choose-password-routes.ts'
import { invite } from './links/invite.ts'
import { requestAccessRoutes } from './links/request-access-routes.ts'
import { loginRoutes } from './login-routes.ts'
import { passkeyAccountRoutes } from './passkeys/account-routes.ts'
import { openPasskeys } from './passkeys/passkeys.ts'
import { isPasskeyPossible } from './passkeys/relying-party.ts'
import { scriptRoute } from './passkeys/script-route.ts'
import { passkeySignInRoutes } from './passkeys/sign-in-routes.ts'
import { createPasswordHashing } from './password-hash.ts'
import type { Passwords } from './passwords.ts'
import { codeRoutes } from './second-factor/code-routes.ts'
import { factorRoutes } from './second-factor/factor-routes.ts'
import { openSecondFactor } from './second-factor/second-factor.ts'

const config = z.strictObject({
  /** What stands on the button of the login page. */
  label: z.string().min(1).max(60).default('Sign in with a password'),
})

type Config = z.output<typeof config>
type Context = AuthContext<Config, typeof env>

/** Shared by all routes, so that few hashes are computed at a time in this process. */
const hashing = createPasswordHashing()

function passwordsOf(context: Context): Passwords {
  return { context, credentials: openCredentials(context.db), hashing }
}

function routerOf(passwords: Passwords): Router {
  const { context } = passwords
  const factor = openSecondFactor(context)
  const passkeys = openPasskeys(context.db)
  const router = new Router()
  loginRoutes(passwords, factor, router)
  codeRoutes(passwords, factor, router)
  changeRoutes(passwords, router)
  requestAccessRoutes(passwords, router)
  choosePasswordRoutes(passwords, router)
  factorRoutes(passwords, factor, router)
  if (!isPasskeyPossible(context.publicUrl)) return router
  passkeySignInRoutes(passwords, passkeys, factor.ceremonies, router)
  passkeyAccountRoutes(passwords, passkeys, factor.ceremonies, router)
  return scriptRoute(router)
}

function buttons({ config: { label }, publicUrl }: Context): readonly LoginButton[] {
  const passkey = {
    text: 'Sign in with a passkey',
    url: '/login/passkey',
    order: 21,
    visible: isPasskeyPossible(publicUrl),
  }
  return [{ text: label, url: '/login/password', order: 20, visible: true }, passkey]
}

/**
 * E-mail and password, kept here as Argon2id hashes, with a second step for who wants one, and passkeys.
 * Only people who were invited have an account: nobody makes their own.
 */
export default {
  name: 'password',
  displayName: 'Password',
  config,
  env,
  secrets: { 'authenticator-key': 'text' },
  example: {},
  isAvailable: () => ({ available: true }),
  router: (context) => routerOf(passwordsOf(context)),
  loginButtons: buttons,
  enrolment: (context) => passwordEnrolment(passwordsOf(context)),
  accountPart: (context, ctx, person) =>
    accountPart(
      passwordsOf(context),
      openSecondFactor(context),
      openPasskeys(context.db),
      ctx,
      person,
    ),
  invite,
  start: (context) => ensureAdministrator(passwordsOf(context)),
} satisfies AuthProvider<Config, typeof env>
