import type { Context } from 'koa'
import { Forbidden } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import { audit } from '#core/identity/audit.ts'
import type { SessionPrincipal } from '#core/identity/sessions.ts'
import type { Portal } from '../portal.ts'

/** What the routes of administration share. */
export interface Administration {
  /** The administrator who is looking; everybody else is refused. */
  viewer(ctx: Context): SessionPrincipal
  /**
   * The form of a change: the administrator signed in a short while ago, and the form is the session's
   * own. An older session is sent to sign in again.
   */
  change(ctx: Context): Promise<URLSearchParams>
  /** Writes down what was done, by whom. */
  record(
    ctx: Context,
    action: string,
    subject: string,
    detail?: Readonly<Record<string, string | number | boolean>>,
  ): Promise<void>
}

export function administration({ deps: { db }, visits }: Portal): Administration {
  function viewer(ctx: Context): SessionPrincipal {
    const member = visits.requireMember(ctx)
    if (member.admin) return member
    throw new Forbidden('administrators_only', 'This page is for administrators.')
  }

  return {
    viewer,
    async change(ctx) {
      viewer(ctx)
      const form = await readForm(ctx)
      visits.requireCsrf(ctx, form)
      await visits.requireRecentMember(ctx)
      return form
    },
    async record(ctx, action, subject, detail) {
      const { email: actor } = viewer(ctx)
      const address = clientAddress(ctx)
      await audit(db, { actor, action, subject, address, ...(detail && { detail }) })
    },
  }
}
