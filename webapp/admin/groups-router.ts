import type { Context } from 'koa'
import { BadRequest } from '#core/errors.ts'
import { Router } from '#core/http/router.ts'
import { grantTable, isTableId, revokeTable } from '#core/identity/grants.ts'
import { groupFacts } from '#core/identity/group-facts.ts'
import {
  addMember,
  createGroup,
  listGroups,
  removeGroup,
  removeMember,
} from '#core/identity/groups.ts'
import { whoMaySee } from '#core/identity/why-visible.ts'
import { seeOther } from '#core/portal/page-context.ts'
import type { Portal } from '../portal.ts'
import { administration } from './administrator.ts'
import { groupPage } from './group-page.ts'
import { groupsPage } from './groups-page.ts'
import { tablePage } from './table-page.ts'

type Change = (group: string, form: URLSearchParams) => Promise<string>

/** /admin/groups: members and grants; and who may see a table. */
export function groupsRouter(portal: Portal): Router {
  const { deps, visits, show } = portal
  const { db } = deps
  const { viewer, change, record } = administration(portal)
  const groupOf = (ctx: Context) => String(ctx['params'].group)

  async function list(ctx: Context): Promise<void> {
    viewer(ctx)
    show(ctx, groupsPage(await listGroups(db), visits.csrfOf(ctx)))
  }

  async function showGroup(ctx: Context): Promise<void> {
    viewer(ctx)
    show(ctx, groupPage(await groupFacts(db, groupOf(ctx)), visits.csrfOf(ctx)))
  }

  async function showTable(ctx: Context): Promise<void> {
    viewer(ctx)
    const table = String(ctx.query['table'] ?? '')
    if (!isTableId(table)) {
      throw new BadRequest('invalid_table', 'A table is written dataset/table.', {
        remedy: 'The catalog shows how each is called.',
      })
    }
    show(ctx, tablePage(table, await whoMaySee(db, table)))
  }

  async function make(ctx: Context): Promise<void> {
    const name = (await change(ctx)).get('name') ?? ''
    await createGroup(db, { name })
    await record(ctx, 'group.create', name)
    seeOther(ctx, `/admin/groups/${name}`)
  }

  async function remove(ctx: Context): Promise<void> {
    const form = await change(ctx)
    if (form.get('confirm') !== 'yes')
      throw new BadRequest('not_confirmed', 'Tick the box first: a removed group is gone.')
    await removeGroup(db, groupOf(ctx))
    await record(ctx, 'group.delete', groupOf(ctx))
    seeOther(ctx, '/admin/groups')
  }

  /** A change of one part of a group, which comes back to where the form stood. */
  function changing(action: string, apply: Change): (ctx: Context) => Promise<void> {
    return async (ctx) => {
      const form = await change(ctx)
      const what = await apply(groupOf(ctx), form)
      await record(ctx, action, groupOf(ctx), { what })
      seeOther(ctx, `/admin/groups/${groupOf(ctx)}`)
    }
  }

  const addOne: Change = async (group, form) => {
    const email = form.get('email') ?? ''
    await addMember(db, group, email)
    return email
  }
  const removeOne: Change = async (group, form) => {
    const email = form.get('email') ?? ''
    await removeMember(db, group, email)
    return email
  }
  const grant: Change = async (group, form) => {
    const tables = (form.get('tables') ?? '').trim()
    await grantTable(db, group, tables)
    return tables
  }
  const revoke: Change = async (group, form) => {
    const tables = form.get('tables') ?? ''
    await revokeTable(db, group, tables)
    return tables
  }

  return new Router()
    .get('/admin/groups', list)
    .post('/admin/groups', make)
    .get('/admin/groups/:group', showGroup)
    .post('/admin/groups/:group/add-member', changing('group.add', addOne))
    .post('/admin/groups/:group/remove-member', changing('group.remove', removeOne))
    .post('/admin/groups/:group/grant', changing('group.grant', grant))
    .post('/admin/groups/:group/revoke', changing('group.revoke', revoke))
    .post('/admin/groups/:group/remove', remove)
    .get('/admin/tables', showTable)
}
