import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, CommandContext, CommandInput } from '#core/command.ts'
import { commonOptions, isDryRun, isJson, textOption, UsageError } from '#core/command.ts'
import { normalEmail } from '#core/identity/email.ts'
import {
  addMember,
  ADMINISTRATORS,
  EVERYONE,
  listGroups,
  removeMember,
  type Group,
} from '#core/identity/groups.ts'
import {
  createPerson,
  findPersonByEmail,
  invitePerson,
  listPeople,
  removePerson,
  resumePerson,
  suspendPerson,
} from '#core/identity/people.ts'
import { removalPlan } from '#core/identity/removal-plan.ts'
import { whatMaySee } from '#core/identity/why-visible.ts'
import { applyChanges, type Change } from '../command-line/apply-changes.ts'
import { personByEmail } from '../command-line/person-by-email.ts'
import { printTable } from '../command-line/print-table.ts'

const one = { min: 1, max: 1 } as const

export default {
  summary: 'People: who may enter, and who administers',
  onState: true,
  actions: {
    add: {
      summary: 'Adds a person, or tells that they exist; --admin makes them an administrator.',
      usage: 'EMAIL [--name TEXT] [--admin] [--dry-run] [--format json]',
      options: { ...commonOptions, name: { type: 'string' }, admin: { type: 'boolean' } },
      positionals: one,
      run: add,
    },
    list: {
      summary: 'Lists all people with their role, their groups and the tables that these may see.',
      usage: '[--dry-run] [--format json]',
      options: commonOptions,
      run: list,
    },
    tables: {
      summary: 'Shows what a person may see, and why.',
      usage: 'EMAIL [--dry-run] [--format json]',
      options: commonOptions,
      positionals: one,
      run: tables,
    },
    admin: {
      summary: 'Makes a person an administrator; --off takes it back.',
      usage: 'EMAIL [--off] [--dry-run] [--format json]',
      options: { ...commonOptions, off: { type: 'boolean' } },
      positionals: one,
      run: admin,
    },
    suspend: {
      summary: 'Locks a person out at once: sessions and tokens end. --off lets them in again.',
      usage: 'EMAIL [--off] [--dry-run] [--format json]',
      options: { ...commonOptions, off: { type: 'boolean' } },
      positionals: one,
      run: suspend,
    },
    remove: {
      summary: 'Removes a person and everything that belongs to them.',
      usage: 'EMAIL --yes [--dry-run] [--format json]',
      options: { ...commonOptions, yes: { type: 'boolean' } },
      positionals: one,
      run: remove,
    },
  },
} satisfies Command

async function add(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const [given = ''] = input.positionals
  const name = textOption(input, 'name')
  const known = await findPersonByEmail(db, given)
  const email = known?.email ?? normalEmail(given)
  const changes: Change[] = []
  if (known?.barred) {
    changes.push({
      action: 'person.invite',
      subject: email,
      says: `${email}, whom the rules do not admit any more, may enter whatever they say.`,
      run: (changing) => invitePerson(changing, known.id),
    })
  } else if (known) context.note(`${email} was there already.`)
  else {
    changes.push({
      action: 'person.create',
      subject: email,
      says: `${email} is added.`,
      run: (changing) => createPerson(changing, { email, ...(name !== undefined && { name }) }),
    })
  }
  if (input.values['admin'] === true && known?.admin !== true) {
    changes.push(makeAdmin(email))
  }
  await applyChanges(input, context, changes)
}

async function list(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const groups = await listGroups(db)
  const people = (await listPeople(db)).map((person) => ({
    email: person.email,
    username: person.username,
    name: person.name,
    role: person.admin ? 'administrator' : 'analyst',
    groups: person.groups,
    tables: patternsOf([...person.groups, EVERYONE], groups),
    state: person.suspended ? 'suspended' : person.barred ? 'not admitted' : 'active',
    lastSignInAt: person.lastSignInAt,
  }))
  if (isJson(input)) return context.out(JSON.stringify(people, null, 2))
  printTable(
    context,
    ['email', 'username', 'name', 'role', 'groups', 'tables', 'state', 'last sign-in'],
    people.map((person) => [
      person.email,
      person.username,
      person.name,
      person.role,
      person.groups.join(','),
      person.tables.join(','),
      person.state,
      person.lastSignInAt?.toISOString().slice(0, 10) ?? 'never',
    ]),
  )
}

function patternsOf(mine: readonly string[], groups: readonly Group[]): readonly string[] {
  const granted = groups.filter(({ name }) => mine.includes(name)).flatMap((group) => group.tables)
  return [...new Set(granted)].sort()
}

async function tables(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const { email } = await personByEmail(db, input.positionals[0] ?? '')
  const reasons = await whatMaySee(db, email)
  if (isJson(input)) return context.out(JSON.stringify(reasons, null, 2))
  if (reasons.length === 0) context.note(`${email} sees no table.`)
  printTable(
    context,
    ['tables', 'granted to', 'by', 'member by'],
    reasons.map(({ pattern, group, grantedBy, memberBy }) => [
      pattern,
      group,
      grantedBy,
      memberBy ?? 'everybody is',
    ]),
  )
}

async function admin(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const { email } = await personByEmail(db, input.positionals[0] ?? '')
  if (input.values['off'] !== true) {
    return applyChanges(input, context, [makeAdmin(email)])
  }
  await applyChanges(input, context, [
    {
      action: 'administrator.remove',
      subject: email,
      says: `${email} is no longer an administrator.`,
      run: (changing) => removeMember(changing, ADMINISTRATORS, email),
    },
  ])
}

function makeAdmin(email: string): Change {
  return {
    action: 'administrator.add',
    subject: email,
    says: `${email} is an administrator.`,
    run: (changing) => addMember(changing, ADMINISTRATORS, email),
  }
}

async function suspend(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const { id, email } = await personByEmail(db, input.positionals[0] ?? '')
  const off = input.values['off'] === true
  await applyChanges(input, context, [
    {
      action: off ? 'person.resume' : 'person.suspend',
      subject: email,
      says: `${email} ${off ? 'may enter again' : 'is locked out'}.`,
      run: (changing) => (off ? resumePerson(changing, id) : suspendPerson(changing, id)),
    },
  ])
}

async function remove(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const { id, email, username } = await personByEmail(db, input.positionals[0] ?? '')
  const consequences = await removalPlan(db, username)
  for (const { what, count } of consequences) context.note(`${what}: ${count}`)
  if (input.values['yes'] !== true && !isDryRun(input)) {
    throw new UsageError(
      `This removes ${email} for good: say --yes. What would be done: --dry-run. To lock out: user suspend`,
    )
  }
  await applyChanges(input, context, [
    {
      action: 'person.remove',
      subject: email,
      says: `${email} is removed, with sessions, tokens, devices, links and votes.`,
      consequences,
      run: (changing) => removePerson(changing, id),
    },
  ])
  const home = join(context.installation.paths.homesDir, username)
  if (existsSync(home)) context.note(`Their files stay until you remove them: ${home}`)
  context.note('Copies that services keep of their files go with the next collections.')
}
