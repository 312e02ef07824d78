import type { Context } from 'koa'
import type { AuthContext, AuthProvider } from '#core/auth.ts'
import { readEnv } from '#core/env.ts'
import { messageOf, Unauthorized } from '#core/errors.ts'
import { unlinkDevicesOf } from '#core/identity/devices.ts'
import { findPerson, type Person } from '#core/identity/people.ts'
import { endSessionsOf, endSessionsOfIssuer } from '#core/identity/sessions.ts'
import { queueMail } from '#core/mail/queue-mail.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Portal } from './portal.ts'
import { signIn } from './sign-in.ts'

/** A way to sign in that works. */
export interface ActiveProvider {
  readonly id: string
  readonly provider: AuthProvider
  readonly context: AuthContext
}

/** A way to sign in that does not, and why. */
export interface InactiveProvider {
  readonly id: string
  readonly provider: AuthProvider
  readonly state: 'off' | 'misconfigured'
  readonly reason: string
}

/** Everything in `auth/`, each with its configuration parsed. */
export interface Providers {
  readonly active: readonly ActiveProvider[]
  readonly inactive: readonly InactiveProvider[]
}

/** Sets every provider up; one that is set up wrongly is put aside with the reason and disturbs no other. */
export function setUpProviders(
  portal: Portal,
  providers: ReadonlyMap<string, AuthProvider>,
): Providers {
  const active: ActiveProvider[] = []
  const inactive: InactiveProvider[] = []
  for (const [id, provider] of providers) {
    const result = setUp(portal, id, provider)
    if ('context' in result) active.push(result)
    else inactive.push(result)
  }
  for (const { id, state, reason } of inactive) {
    portal.deps.log[state === 'off' ? 'info' : 'error']({ provider: id, reason }, 'sign-in is off')
  }
  return { active, inactive }
}

function setUp(
  portal: Portal,
  id: string,
  provider: AuthProvider,
): ActiveProvider | InactiveProvider {
  const { auth } = portal.deps.instance
  if (auth.disabled.includes(id)) {
    return { id, provider, state: 'off', reason: 'Switched off in instance.yaml.' }
  }
  const section = auth.providers[id]
  const parsed = provider.config.safeParse(section ?? {})
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    if (section === undefined)
      return { id, provider, state: 'off', reason: `auth.${id} is not set up.` }
    return { id, provider, state: 'misconfigured', reason: `auth.${id}: ${problems.join('; ')}` }
  }
  try {
    const context = contextOf(portal, id, provider, parsed.data)
    const availability = provider.isAvailable(context)
    if (availability.available) return { id, provider, context }
    return { id, provider, state: 'off', reason: availability.reason }
  } catch (error) {
    return { id, provider, state: 'misconfigured', reason: messageOf(error) }
  }
}

function contextOf(
  portal: Portal,
  id: string,
  provider: AuthProvider,
  config: unknown,
): AuthContext {
  const { deps, visits, rateLimits } = portal
  const { instance, db, secrets, publicUrl } = deps
  const requirePerson = async (ctx: Context): Promise<Person> => {
    const person = await findPerson(db, visits.requireMember(ctx).personId)
    if (person) return person
    throw new Unauthorized('not_signed_in', 'You are not signed in.')
  }
  return {
    config,
    env: readEnv(provider.env ?? {}, deps.rawEnv),
    instance,
    db,
    secrets,
    publicUrl,
    rateLimits,
    log: deps.log.child({ provider: id }),
    render: portal.show,
    csrfField: (ctx) => csrfField(visits.csrfOf(ctx)),
    requireCsrf: visits.requireCsrf,
    signIn: (ctx, profile) => signIn({ db, rules: portal.rules, visits }, id, ctx, profile),
    requirePerson,
    async requireRecentSignIn(ctx) {
      await visits.requireRecentMember(ctx)
      return requirePerson(ctx)
    },
    endIssuerSessions: (logout) => endSessionsOfIssuer(db, logout),
    sendMail: async (message) => void (await queueMail(db, message)),
    async endOtherSessions(ctx) {
      const { personId, sessionId } = visits.requireMember(ctx)
      await endSessionsOf(db, personId, sessionId)
      await unlinkDevicesOf(db, personId)
    },
  }
}
