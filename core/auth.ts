import type { Context } from 'koa'
import type { z } from 'zod'
import type { Instance } from './config/instance.ts'
import type { Database } from './database/connect.ts'
import type { EnvDeclarations, EnvValues } from './env.ts'
import type { Html } from './html.ts'
import type { RateLimits } from './http/rate-limits.ts'
import type { Router } from './http/router.ts'
import type { Person } from './identity/people.ts'
import type { Logger } from './log.ts'
import type { Secrets } from './secrets.ts'
import type { SecretKind } from './service.ts'

/** What a provider learned about a person; `subject` is the provider's own unchanging id. */
export interface SignInProfile {
  readonly email: string
  /**
   * Whether the provider vouches that the address belongs to this person. One that it does not vouch
   * for lets in only who is known by issuer and subject already.
   */
  readonly emailVerified: boolean
  readonly name?: string
  readonly picture?: string
  readonly subject: string
  readonly issuer: string
  /** The issuer's own id of this session, by which it can end it from outside. */
  readonly issuerSession?: string
  /** The names of our groups that the issuer puts the person into; undefined: it does not say. */
  readonly groups?: readonly string[]
}

/** A message to one person; `text` is plain text, from which the HTML part is made. */
export interface MailMessage {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Which sessions an issuer ends: one by its own id, or all of a subject. */
export interface IssuerLogout {
  readonly issuer: string
  readonly subject?: string
  readonly issuerSession?: string
}

/** One way in on the login page; `order` sorts over all providers, lowest first. */
export interface LoginButton {
  readonly text: string
  readonly url: string
  /** A path below the portal's assets or an inline SVG of our own. */
  readonly icon?: Html
  readonly subtitle?: string
  readonly order: number
  readonly visible: boolean
}

export type Availability =
  { readonly available: true } | { readonly available: false; readonly reason: string }

/** A page of the portal for people who are not signed in. */
export interface GuestPage {
  readonly title: string
  readonly body: Html
  readonly status?: number
}

/** What a provider gets from the portal. */
export interface AuthContext<Config = unknown, Env extends EnvDeclarations = EnvDeclarations> {
  readonly config: Config
  readonly env: EnvValues<Env>
  readonly instance: Instance
  readonly db: Database
  readonly secrets: Secrets
  readonly publicUrl: URL
  readonly rateLimits: RateLimits
  readonly log: Logger
  /** Shows a page in the portal's layout. */
  render(ctx: Context, page: GuestPage): void
  /** A hidden form field `csrf` for the person or visitor of this request. */
  csrfField(ctx: Context): Html
  /** Refuses a POST whose `csrf` field or origin is wrong. */
  requireCsrf(ctx: Context, form: URLSearchParams): void
  /**
   * The only place that makes a session, for an address that the provider has verified: checks that
   * the person may enter, links the identity, sets the cookie and redirects to where the person
   * wanted to go.
   */
  signIn(ctx: Context, profile: SignInProfile): Promise<void>
  /** The person who is signed in; throws Unauthorized when nobody is. */
  requirePerson(ctx: Context): Promise<Person>
  /**
   * The person who signed in a short while ago; an older session is sent to sign in again and comes
   * back. For what a stolen session must not do: passwords, second factors, new devices.
   */
  requireRecentSignIn(ctx: Context): Promise<Person>
  /**
   * Ends the sessions of the person who is signed in, all but this one, and unlinks their devices: who
   * knew the old password may have linked one.
   */
  endOtherSessions(ctx: Context): Promise<void>
  /** Ends the sessions that an issuer says are over; returns how many. */
  endIssuerSessions(logout: IssuerLogout): Promise<number>
  /**
   * Puts a message into the queue and returns at once, so that nobody can tell by the time whether one
   * was sent. Without a mail server it lands on the outbox page that only administrators can read.
   */
  sendMail(message: MailMessage): Promise<void>
}

/** Lets the one-time link of the first administrator set up what this provider needs. */
export interface Enrolment {
  /** Form fields for the page of the one-time link. */
  fields(): Html
  /** Stores them for the person; throws BadRequest with a remedy when they are not good. */
  enrol(person: Person, form: URLSearchParams): Promise<void>
}

/** One way to sign in: `auth/<id>/index.ts` default-exports it; its router is mounted at the root. */
export interface AuthProvider<Config = unknown, Env extends EnvDeclarations = EnvDeclarations> {
  readonly name: string
  readonly displayName: string
  readonly config: z.ZodType<Config>
  readonly env?: Env
  /** The secrets it reads, by name, which are made before the first start. */
  readonly secrets?: Readonly<Record<string, SecretKind>>
  /** A configuration that passes `config`, for the docs and the conformance suite. */
  readonly example: unknown
  isAvailable(context: AuthContext<Config, Env>): Availability
  router(context: AuthContext<Config, Env>): Router
  loginButtons(context: AuthContext<Config, Env>): readonly LoginButton[]
  enrolment?(context: AuthContext<Config, Env>): Enrolment
  /** A section of the account page of the person who asks. */
  accountPart?(context: AuthContext<Config, Env>, ctx: Context, person: Person): Promise<Html>
  /** Sends a person whom an administrator invites what they need to sign in this way for the first time. */
  invite?(context: AuthContext<Config, Env>, person: Person): Promise<void>
  /** Runs once when the portal starts. */
  start?(context: AuthContext<Config, Env>): Promise<void>
}
