import {
  commonOptions,
  isJson,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import type { Database } from '#core/database/connect.ts'
import { suggest } from '#core/config/problems.ts'
import { BadRequest } from '#core/errors.ts'
import { grantTable, isTableId, revokeTable } from '#core/identity/grants.ts'
import {
  addMember,
  createGroup,
  listGroups,
  removeGroup,
  removeMember,
} from '#core/identity/groups.ts'
import { whoMaySee } from '#core/identity/why-visible.ts'
import { applyChanges } from '../command-line/apply-changes.ts'
import { personByEmail } from '../command-line/person-by-email.ts'
import { printTable } from '../command-line/print-table.ts'

const one = { positionals: { min: 1, max: 1 } } as const
const two = { positionals: { min: 2, max: 2 } } as const

export default {
  summary: 'Groups, their members, and the tables they may see',
  onState: true,
  actions: {
    list: {
      summary: 'Lists groups with members and tables.',
      usage: '[--dry-run] [--format json]',
      options: commonOptions,
      run: list,
    },
    who: {
      summary: 'Shows who may see a table, and why.',
      usage: 'DATASET/TABLE [--dry-run] [--format json]',
      ...one,
      options: commonOptions,
      run: who,
    },
    create: {
      summary: 'Makes an empty group.',
      usage: 'GROUP [--dry-run] [--format json]',
      ...one,
      options: commonOptions,
      run: change('group.create', (db, group) => createGroup(db, { name: group })),
    },
    delete: {
      summary: 'Removes a group with its memberships and grants; people stay.',
      usage: 'GROUP [--dry-run] [--format json]',
      ...one,
      options: commonOptions,
      run: change('group.delete', (db, group) => removeGroup(db, group)),
    },
    add: {
      summary: 'Puts a person into a group.',
      usage: 'GROUP EMAIL [--dry-run] [--format json]',
      ...two,
      options: commonOptions,
      run: change('group.add', async (db, group, email) =>
        addMember(db, group, (await personByEmail(db, email)).email),
      ),
    },
    remove: {
      summary: 'Takes a person out of a group.',
      usage: 'GROUP EMAIL [--dry-run] [--format json]',
      ...two,
      options: commonOptions,
      run: change('group.remove', (db, group, email) => removeMember(db, group, email)),
    },
    grant: {
      summary: 'Lets a group see tables: *, dataset/* or dataset/table.',
      usage: 'GROUP PATTERN [--dry-run] [--format json]',
      ...two,
      options: commonOptions,
      run: grant,
    },
    revoke: {
      summary: 'Takes a grant back.',
      usage: 'GROUP PATTERN [--dry-run] [--format json]',
      ...two,
      options: commonOptions,
      run: change('group.revoke', (db, group, pattern) => revokeTable(db, group, pattern)),
    },
  },
} satisfies Command

/** An action that changes one group and leaves a trace in the audit log. */
function change(
  action: string,
  apply: (db: Database, group: string, what: string) => Promise<unknown>,
): (input: CommandInput, context: CommandContext) => Promise<void> {
  return async (input, context) => {
    const [group = '', what = ''] = input.positionals
    await applyChanges(input, context, [
      {
        ...{ action, subject: group, ...(what !== '' && { detail: { what } }) },
        says: `Done: ${action} ${group} ${what}`.trimEnd(),
        run: (changing) => apply(changing, group, what),
      },
    ])
  }
}

const grantIt = change('group.grant', (db, group, pattern) => grantTable(db, group, pattern))

/** A dataset may be granted before it is there; a slip of the hand must not look like that. */
async function grant(input: CommandInput, context: CommandContext): Promise<void> {
  await grantIt(input, context)
  const [, pattern = ''] = input.positionals
  const [dataset = ''] = pattern.split('/')
  const sources = context.installation.instance.sources.map(({ id }) => id)
  if (dataset === '*' || sources.includes(dataset)) return
  context.note(`It opens nothing yet: there is no source ${dataset}. ${suggest(dataset, sources)}`)
}

async function list(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const groups = await listGroups(db)
  if (isJson(input)) return context.out(JSON.stringify(groups, null, 2))
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
  const [table = ''] = input.positionals
  if (!isTableId(table)) {
    throw new BadRequest('invalid_table', `${table} is no table: write it as dataset/table`)
  }
  const { db } = await context.storage()
  const viewers = await whoMaySee(db, table)
  if (isJson(input)) return context.out(JSON.stringify(viewers, null, 2))
  if (viewers.length === 0) context.note(`Nobody sees ${table}.`)
  printTable(
    context,
    ['person', 'by group', 'which is granted'],
    viewers.flatMap(({ email, reasons }) =>
      reasons.map(({ group, pattern }) => [email, group, pattern]),
    ),
  )
}
