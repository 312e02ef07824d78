import type { Context } from 'koa'
import type { Enrolment } from '#core/auth.ts'
import { AppError, NotFound } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { addMember, ADMINISTRATORS } from '#core/identity/groups.ts'
import { peekLink, useLink, withdrawLinks } from '#core/identity/one-time-links.ts'
import {
  countAdministrators,
  findOrCreatePerson,
  invitePerson,
  type Person,
} from '#core/identity/people.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { FIRST_ADMINISTRATOR } from '#core/run/first-administrator.ts'
import { firstAdministratorPage } from '../pages/first-administrator-page.ts'
import type { Portal } from '../portal.ts'
import type { Providers } from '../providers.ts'
import { startSession } from '../sign-in.ts'

const triesPerAddress = { points: 20, seconds: 900 }

/** The page behind the one-time link that makes the first administrator of an installation. */
export function firstAdministratorRouter(portal: Portal, { active }: Providers): Router {
  const { deps, visits, rateLimits, show } = portal
  const { db } = deps
  const enrolments = active.flatMap(({ provider, context }): readonly Enrolment[] => {
    const enrolment = provider.enrolment?.(context)
    return enrolment ? [enrolment] : []
  })

  async function requireLink(ctx: Context): Promise<string> {
    await rateLimits.take('first-administrator', clientAddress(ctx), triesPerAddress)
    const token = String(ctx['params'].token)
    const link = await peekLink(db, FIRST_ADMINISTRATOR, token)
    if (link && (await countAdministrators(db)) === 0) return token
    throw new NotFound('link_used', 'This link has been used, or it is too old.', {
      remedy: 'Start the stack again for a new one, as long as there is no administrator.',
    })
  }

  function showForm(ctx: Context, form: URLSearchParams, problem?: string): void {
    const page = firstAdministratorPage({
      action: ctx.path,
      csrf: visits.csrfOf(ctx),
      enrolment: enrolments.map((each) => each.fields()),
      email: form.get('email') ?? '',
      name: form.get('name') ?? '',
      problem,
    })
    show(ctx, page)
  }

  async function offer(ctx: Context): Promise<void> {
    await requireLink(ctx)
    showForm(ctx, new URLSearchParams())
  }

  async function make(ctx: Context): Promise<void> {
    const token = await requireLink(ctx)
    const form = await readForm(ctx)
    visits.requireCsrf(ctx, form)
    let person: Person
    try {
      const [email, name] = [form.get('email') ?? '', form.get('name') ?? undefined]
      person = await findOrCreatePerson(db, { email, name })
      for (const enrolment of enrolments) await enrolment.enrol(person, form)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      return showForm(ctx, form, [error.message, error.remedy].filter(Boolean).join(' '))
    }
    if (!(await useLink(db, FIRST_ADMINISTRATOR, token)))
      throw new NotFound('link_used', 'This link has been used.')
    // Rules that bar them would leave the stack without anybody who administers, with the link used.
    if (person.barred) await invitePerson(db, person.id)
    await addMember(db, ADMINISTRATORS, person.email)
    await withdrawLinks(db, FIRST_ADMINISTRATOR)
    const address = clientAddress(ctx)
    await audit(db, {
      actor: person.email,
      action: 'administrator.first',
      subject: person.email,
      address,
    })
    await startSession({ db, visits }, FIRST_ADMINISTRATOR, ctx, person)
    seeOther(ctx, '/')
  }

  const path = '/first-administrator/:token'
  return new Router().get(path, offer).post(path, make)
}
