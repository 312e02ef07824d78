import type { Context } from 'koa'
import type { SignInProfile } from '#core/auth.ts'
import type { Database } from '#core/database/connect.ts'
import { Conflict, Forbidden } from '#core/errors.ts'
import { clientAddress } from '#core/http/client-address.ts'
import { isAdmitted, type AdmissionRules } from '#core/identity/admission.ts'
import { audit } from '#core/identity/audit.ts'
import { normalEmail } from '#core/identity/email.ts'
import { followAdmission } from '#core/identity/follow-admission.ts'
import { followIssuerGroups } from '#core/identity/issuer-groups.ts'
import { linkProfile, personOfProfile } from '#core/identity/link.ts'
import {
  findOrCreatePerson,
  findPersonByEmail,
  updatePerson,
  type Person,
} from '#core/identity/people.ts'
import { createSession, endSession } from '#core/identity/sessions.ts'
import { seeOther } from '#core/portal/page-context.ts'
import type { Visits } from './requests/visits.ts'
import { safeNext } from './safe-next.ts'

/** What signing in works with. */
export interface SignInDeps {
  readonly db: Database
  readonly rules: AdmissionRules
  readonly visits: Visits
}

/** Makes the session of a person whom `provider` has verified, and sends the browser on. */
export async function signIn(
  deps: SignInDeps,
  provider: string,
  ctx: Context,
  profile: SignInProfile,
): Promise<void> {
  const { db, visits } = deps
  await followAdmission(db, deps.rules)
  const person = await personFor(deps, provider, profile)
  if (person.barred) throw notAdmitted()
  if (person.suspended)
    throw new Forbidden('suspended', 'This account is locked.', { remedy: askAdministrator })
  await updatePerson(db, person.id, profile)
  if (profile.groups) await followIssuerGroups(db, person.email, profile.groups)
  await startSession(deps, provider, ctx, person, profile)
  seeOther(ctx, safeNext(visits.nextOf(ctx)))
}

/** Gives the browser a new session; one that it had before ends, so that none can be planted. */
export async function startSession(
  { db, visits }: Pick<SignInDeps, 'db' | 'visits'>,
  provider: string,
  ctx: Context,
  person: Person,
  from: Partial<Pick<SignInProfile, 'issuer' | 'subject' | 'issuerSession'>> = {},
): Promise<void> {
  const before = visits.memberOf(ctx)
  if (before) await endSession(db, { id: before.sessionId, personId: before.personId })
  const address = clientAddress(ctx)
  const userAgent = ctx.get('user-agent')
  const token = await createSession(db, {
    personId: person.id,
    provider,
    userAgent,
    address,
    issuer: from.issuer,
    subject: from.subject,
    issuerSession: from.issuerSession,
  })
  visits.begin(ctx, token)
  await audit(db, {
    actor: person.email,
    action: 'session.create',
    subject: person.email,
    detail: { provider },
    address,
  })
}

const askAdministrator = 'Ask an administrator of this portal.'

async function personFor(
  deps: SignInDeps,
  provider: string,
  profile: SignInProfile,
): Promise<Person> {
  const { db, rules } = deps
  const email = normalEmail(profile.email)
  const known = await personOfProfile(db, provider, profile)
  if (known && (known.email === email || isAdmitted(email, rules))) return known
  if (known || !profile.emailVerified) throw notAdmitted()
  const person =
    (await findPersonByEmail(db, email)) ?? (await newPerson(deps, email, profile.name))
  await link(deps, provider, profile, person)
  return person
}

async function newPerson({ db, rules }: SignInDeps, email: string, name?: string): Promise<Person> {
  if (!isAdmitted(email, rules)) throw notAdmitted()
  return findOrCreatePerson(db, { email, invited: false, name })
}

/** An address is a person's; but two accounts of one provider with one address are not one person. */
async function link(
  { db }: SignInDeps,
  provider: string,
  profile: SignInProfile,
  person: Person,
): Promise<void> {
  const linked = await linkProfile(db, provider, profile, person.id)
  if (linked === 'known') return
  if (linked === 'other') {
    throw new Conflict(
      'other_account',
      'This address belongs to another account of the same sign-in.',
      {
        remedy: askAdministrator,
      },
    )
  }
  const detail = { provider, issuer: profile.issuer }
  await audit(db, { actor: person.email, action: 'identity.link', subject: person.email, detail })
}

function notAdmitted(): Forbidden {
  return new Forbidden('not_admitted', 'Your account may not enter this portal.', {
    remedy: 'Ask an administrator to let your address in.',
  })
}
