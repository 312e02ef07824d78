import type { Context } from 'koa'
import { z } from 'zod'
import { BadRequest, Conflict, NotFound } from '#core/errors.ts'
import { Router } from '#core/http/router.ts'
import { addMember, listGroups } from '#core/identity/groups.ts'
import {
  findOrCreatePerson,
  findPerson,
  invitePerson,
  listPeople,
  removePerson,
  resumePerson,
  suspendPerson,
  type Person,
} from '#core/identity/people.ts'
import { listSessions } from '#core/identity/sessions.ts'
import { listTokens } from '#core/identity/tokens.ts'
import { whatMaySee } from '#core/identity/why-visible.ts'
import { seeOther } from '#core/portal/page-context.ts'
import type { Portal } from '../portal.ts'
import type { Providers } from '../providers.ts'
import { administration } from './administrator.ts'
import { peoplePage } from './people-page.ts'
import { personPage } from './person-page.ts'

const notices: ReadonlyMap<string, string> = new Map([
  ['invited', 'Invited. The outbox shows what was sent.'],
  ['removed', 'The person was removed.'],
])

/** /admin/people: inviting, suspending, removing, and looking why somebody sees what they see. */
export function peopleRouter(portal: Portal, { active }: Providers): Router {
  const { deps, visits, show } = portal
  const { db } = deps
  const { viewer, change, record } = administration(portal)

  async function list(ctx: Context): Promise<void> {
    viewer(ctx)
    const q = String(ctx.query['q'] ?? '')
      .trim()
      .slice(0, 200)
    const wanted = q.toLowerCase()
    const people = (await listPeople(db)).filter(({ email, name }) =>
      `${email} ${name.toLowerCase()}`.includes(wanted),
    )
    const notice = notices.get(String(ctx.query['done']))
    show(ctx, peoplePage({ people, q, token: visits.csrfOf(ctx), now: new Date(), notice }))
  }

  async function invite(ctx: Context): Promise<void> {
    const form = await change(ctx)
    const email = form.get('email') ?? ''
    const person = await findOrCreatePerson(db, { email, name: form.get('name') ?? undefined })
    if (person.suspended) {
      throw new Conflict('suspended', `${person.email} is suspended.`, {
        remedy: 'Let the person in again on their own page, and invite them then.',
      })
    }
    await invitePerson(db, person.id)
    for (const { provider, context } of active) await provider.invite?.(context, person)
    await record(ctx, 'person.invite', person.email)
    seeOther(ctx, '/admin/people?done=invited')
  }

  async function showPerson(ctx: Context): Promise<void> {
    viewer(ctx)
    const person = await personOf(ctx)
    const facts = {
      person,
      sessions: await listSessions(db, person.id),
      tokens: await listTokens(db, person.id),
      reasons: await whatMaySee(db, person.email),
      groups: await listGroups(db),
    }
    show(ctx, personPage({ ...facts, token: visits.csrfOf(ctx), now: new Date() }))
  }

  async function suspend(ctx: Context): Promise<void> {
    await change(ctx)
    const { id, email } = await personOf(ctx)
    await suspendPerson(db, id)
    await record(ctx, 'person.suspend', email)
    seeOther(ctx, `/admin/people/${id}`)
  }

  async function resume(ctx: Context): Promise<void> {
    await change(ctx)
    const { id, email } = await personOf(ctx)
    await resumePerson(db, id)
    await record(ctx, 'person.resume', email)
    seeOther(ctx, `/admin/people/${id}`)
  }

  async function putIntoGroup(ctx: Context): Promise<void> {
    const form = await change(ctx)
    const { id, email } = await personOf(ctx)
    const group = form.get('group') ?? ''
    await addMember(db, group, email)
    await record(ctx, 'group.add', group, { what: email })
    seeOther(ctx, `/admin/people/${id}`)
  }

  async function remove(ctx: Context): Promise<void> {
    const form = await change(ctx)
    const { id, email } = await personOf(ctx)
    if (form.get('confirm')?.trim().toLowerCase() !== email) {
      throw new BadRequest('not_confirmed', 'What was typed is not the address of the person.', {
        remedy: 'Go back and type the address as it is shown.',
      })
    }
    await removePerson(db, id)
    await record(ctx, 'person.remove', email)
    seeOther(ctx, '/admin/people?done=removed')
  }

  async function personOf(ctx: Context): Promise<Person> {
    const id = z.uuid().safeParse(ctx['params'].id)
    const person = id.success ? await findPerson(db, id.data) : undefined
    if (person) return person
    throw new NotFound('unknown_person', 'There is no such person.')
  }

  return new Router()
    .get('/admin', (ctx) => ctx.redirect('/admin/people'))
    .get('/admin/people', list)
    .post('/admin/people', invite)
    .get('/admin/people/:id', showPerson)
    .post('/admin/people/:id/suspend', suspend)
    .post('/admin/people/:id/resume', resume)
    .post('/admin/people/:id/groups', putIntoGroup)
    .post('/admin/people/:id/remove', remove)
}
