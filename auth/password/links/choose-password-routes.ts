import type { Context } from 'koa'
import { AppError } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { peekLink, useLink } from '#core/identity/one-time-links.ts'
import { findPerson, type Person } from '#core/identity/people.ts'
import { unlinkDevicesOf } from '#core/identity/devices.ts'
import { endSessionsOf } from '#core/identity/sessions.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { acceptPassword, type Passwords } from '../passwords.ts'
import { setPassword } from '../set-password.ts'
import { choosePasswordPage, deadLinkPage } from './pages.ts'
import { linkKinds, type LinkKind } from './password-link.ts'

const triesPerAddress = { points: 60, seconds: 900 }

/** /auth/setup/<token> and /auth/reset/<token>: opening one uses nothing up, sending the form does. */
export function choosePasswordRoutes(passwords: Passwords, router: Router): Router {
  const { context, hashing } = passwords
  const { db } = context

  function mount(kind: LinkKind): void {
    const { purpose } = linkKinds[kind]

    async function offer(ctx: Context): Promise<void> {
      const person = await ownerOf(ctx)
      if (person) showForm(ctx, person)
      else context.render(ctx, deadLinkPage(kind))
    }

    async function choose(ctx: Context): Promise<void> {
      const person = await ownerOf(ctx)
      const form = await readForm(ctx)
      context.requireCsrf(ctx, form)
      if (!person) return context.render(ctx, deadLinkPage(kind))
      const accepted = accept(person, form.get('password') ?? '')
      if ('problem' in accepted) return showForm(ctx, person, accepted.problem)
      const hash = await hashing.hash(accepted.password)
      if (!(await useLink(db, purpose, tokenOf(ctx))))
        return context.render(ctx, deadLinkPage(kind))
      const address = clientAddress(ctx)
      const endSessions = async () => {
        await endSessionsOf(db, person.id)
        // Who knew the old password may have linked a device.
        await unlinkDevicesOf(db, person.id)
      }
      const action = `password.${kind}` as const
      await setPassword(passwords, { person, hash, action, address, endSessions })
      seeOther(ctx, '/login/password?done=set')
    }

    /** Whose link it is: nobody's when it is not good, or its owner may not enter. */
    async function ownerOf(ctx: Context): Promise<Person | undefined> {
      await context.rateLimits.take('password-link', clientAddress(ctx), triesPerAddress)
      const link = await peekLink(db, purpose, tokenOf(ctx))
      const person = link?.personId ? await findPerson(db, link.personId) : undefined
      return person?.suspended || person?.barred ? undefined : person
    }

    function showForm(ctx: Context, { email }: Person, problem?: string): void {
      const page = { kind, action: ctx.path, csrf: context.csrfField(ctx), email, problem }
      context.render(ctx, choosePasswordPage(page))
    }

    router.get(`/auth/${kind}/:token`, offer).post(`/auth/${kind}/:token`, choose)
  }

  function accept(person: Person, password: string): { password: string } | { problem: string } {
    try {
      return { password: acceptPassword(passwords, person, password) }
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      return { problem: error.message }
    }
  }

  mount('setup')
  mount('reset')
  return router
}

function tokenOf(ctx: Context): string {
  return String(ctx['params'].token)
}
