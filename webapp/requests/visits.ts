import { randomBytes } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { Forbidden, Unauthorized } from '#core/errors.ts'
import { browserCookies } from '#core/http/browser-cookies.ts'
import { csrfToken, isCsrfToken } from '#core/http/csrf.ts'
import {
  isRecentSession,
  principalOfSession,
  SESSION_DAYS,
  type SessionPrincipal,
} from '#core/identity/sessions.ts'
import type { Secrets } from '#core/secrets.ts'
import { requireSameOrigin } from './require-same-origin.ts'

/** Who is behind a request: the cookies, the session, and the tokens of the forms. */
export interface Visits {
  /** Looks the session up, once a request; everything below needs it. */
  readonly identify: Middleware
  memberOf(ctx: Context): SessionPrincipal | undefined
  /** The person who is signed in; throws Unauthorized when nobody is. */
  requireMember(ctx: Context): SessionPrincipal
  /**
   * The same, for what a stolen session must not do: one that is older than a quarter of an hour is sent to
   * sign in again and comes back, by Unauthorized('sign_in_again').
   */
  requireRecentMember(ctx: Context): Promise<SessionPrincipal>
  /** The token that a form of this person or visitor carries. */
  csrfOf(ctx: Context): string
  /** Refuses a POST from another origin, or without this person's or visitor's token. */
  requireCsrf(ctx: Context, form: URLSearchParams): void
  /** Gives the browser a session; the visitor that it was before is forgotten. */
  begin(ctx: Context, sessionToken: string): void
  /** Takes the session from the browser. */
  forget(ctx: Context): void
  /** Keeps where the person wants to go while they sign in; `/` clears it. */
  rememberNext(ctx: Context, path: string): void
  nextOf(ctx: Context): string | undefined
}

const RECENT_MINUTES = 15
const nextSeconds = 15 * 60

/** Sessions are cookies; the tokens of forms belong to a session, or to a visitor who has a cookie too. */
export function createVisits(deps: {
  readonly db: Database
  readonly secrets: Secrets
  readonly publicUrl: URL
}): Visits {
  const { db, publicUrl } = deps
  const secret = deps.secrets.text('csrf')
  const { read, write } = browserCookies(publicUrl)
  const members = new WeakMap<Context, SessionPrincipal>()
  const newVisitors = new WeakMap<Context, string>()

  const visitorOf = (ctx: Context): string => {
    const known = newVisitors.get(ctx) ?? read(ctx, 'visitor')
    if (known) return known
    const visitor = randomBytes(32).toString('base64url')
    newVisitors.set(ctx, visitor)
    write(ctx, 'visitor', visitor)
    return visitor
  }
  const holderOf = (ctx: Context): string => {
    const member = members.get(ctx)
    return member ? `session:${member.sessionId}` : `visitor:${visitorOf(ctx)}`
  }

  function requireMember(ctx: Context): SessionPrincipal {
    const member = members.get(ctx)
    if (member) return member
    throw new Unauthorized('not_signed_in', 'You are not signed in.', {
      remedy: 'Sign in at /login.',
    })
  }

  return {
    async identify(ctx, next) {
      const token = read(ctx, 'session')
      const member = token && (await principalOfSession(db, token))
      if (member) {
        members.set(ctx, member)
        ctx.state['person'] = member
      }
      await next()
    },
    memberOf: (ctx) => members.get(ctx),
    requireMember,
    async requireRecentMember(ctx) {
      const member = requireMember(ctx)
      if (await isRecentSession(db, member.sessionId, RECENT_MINUTES)) return member
      throw new Unauthorized('sign_in_again', 'This needs a fresh sign-in.', {
        remedy: 'Sign in again; you come back to where you were.',
      })
    },
    csrfOf: (ctx) => csrfToken(secret, holderOf(ctx)),
    requireCsrf(ctx, form) {
      requireSameOrigin(ctx, publicUrl)
      if (isCsrfToken(secret, holderOf(ctx), form.get('csrf') ?? '')) return
      throw new Forbidden('csrf', 'This form has expired.', {
        remedy: 'Open the page again and send it once more.',
      })
    },
    begin(ctx, sessionToken) {
      write(ctx, 'session', sessionToken, { seconds: SESSION_DAYS.absolute * 86_400 })
      write(ctx, 'visitor', null)
      write(ctx, 'next', null)
    },
    forget(ctx) {
      members.delete(ctx)
      write(ctx, 'session', null)
    },
    rememberNext(ctx, path) {
      if (path !== '/') write(ctx, 'next', encodeURIComponent(path), { seconds: nextSeconds })
      else if (read(ctx, 'next')) write(ctx, 'next', null)
    },
    nextOf: (ctx) => decode(read(ctx, 'next')),
  }
}

function decode(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text)
  } catch {
    // A cookie that is not ours leads nowhere.
    return undefined
  }
}
