import type { Command, CommandContext, CommandInput } from '#core/command.ts'
import { audit } from '#core/identity/audit.ts'
import { grantTable, revokeTable } from '#core/identity/grants.ts'
import {
  addMember,
  createGroup,
  listGroups,
  removeGroup,
  removeMember,
} from '#core/identity/groups.ts'
import { whoMaySee } from '#core/identity/why-visible.ts'
import { personByEmail } from '../command-line/person-by-email.ts'
import { printTable } from '../command-line/print-table.ts'

const two = { min: 2, max: 2 } as const

export default {
  summary: 'Groups, their members, and the tables they may see',
  onState: true,
  actions: {
    list: { summary: 'Lists groups with members and tables.', usage: '', run: list },
    who: {
      summary: 'Shows who may see a table, and why.',
      usage: 'DATASET/TABLE',
      positionals: { min: 1, max: 1 },
      run: who,
    },
    create: {
      summary: 'Makes an empty group.',
      usage: 'GROUP',
      positionals: { min: 1, max: 1 },
      run: change('group.create', (db, group) => createGroup(db, { name: group })),
    },
    delete: {
      summary: 'Removes a group with its memberships and grants; people stay.',
      usage: 'GROUP',
      positionals: { min: 1, max: 1 },
      run: change('group.delete', (db, group) => removeGroup(db, group)),
    },
    add: {
      summary: 'Puts a person into a group.',
      usage: 'GROUP EMAIL',
      positionals: two,
      run: change('group.add', async (db, group, email) =>
        addMember(db, group, (await personByEmail(db, email)).email),
      ),
    },
    remove: {
      summary: 'Takes a person out of a group.',
      usage: 'GROUP EMAIL',
      positionals: two,
      run: change('group.remove', (db, group, email) => removeMember(db, group, email)),
    },
    grant: {
      summary: 'Lets a group see tables: *, dataset/* or dataset/table.',
      usage: 'GROUP PATTERN',
      positionals: two,
      run: change('group.grant', (db, group, pattern) => grantTable(db, group, pattern)),
    },
    revoke: {
      summary: 'Takes a grant back.',
      usage: 'GROUP PATTERN',
      positionals: two,
      run: change('group.revoke', (db, group, pattern) => revokeTable(db, group, pattern)),
    },
  },
} satisfies Command

type Database = Awaited<ReturnType<CommandContext['storage']>>['db']

/** An action that changes one group and leaves a trace in the audit log. */
function change(
  action: string,
  apply: (db: Database, group: string, what: string) => Promise<unknown>,
): (input: CommandInput, context: CommandContext) => Promise<void> {
  return async ({ positionals: [group = '', what = ''] }, context) => {
    const { db } = await context.storage()
    await apply(db, group, what)
    await audit(db, {
      actor: 'stack',
      action,
      subject: group,
      ...(what !== '' && { detail: { what } }),
    })
    context.note(`Done: ${action} ${group} ${what}`.trimEnd())
  }
}

async function list(_input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const groups = await listGroups(db)
  printTable(
    context,
    ['group', 'members', 'tables'],
    groups.map(({ name, members, tables }) => [
      name,
      members.join(',') || '-',
      tables.join(',') || '-',
    ]),
  )
}

async function who(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const [table = ''] = input.positionals
  const viewers = await whoMaySee(db, table)
  if (viewers.length === 0) context.note(`Nobody sees ${table}.`)
  printTable(
    context,
    ['person', 'by group', 'which is granted'],
    viewers.flatMap(({ email, reasons }) =>
      reasons.map(({ group, pattern }) => [email, group, pattern]),
    ),
  )
}
