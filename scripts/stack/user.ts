import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, CommandContext, CommandInput } from '#core/command.ts'
import { textOption, UsageError } from '#core/command.ts'
import { audit } from '#core/identity/audit.ts'
import { addMember, ADMINISTRATORS, removeMember } from '#core/identity/groups.ts'
import {
  createPerson,
  findPersonByEmail,
  listPeople,
  removePerson,
  resumePerson,
  suspendPerson,
} from '#core/identity/people.ts'
import { whatMaySee } from '#core/identity/why-visible.ts'
import { personByEmail } from '../command-line/person-by-email.ts'
import { printTable } from '../command-line/print-table.ts'

const one = { min: 1, max: 1 } as const

export default {
  summary: 'People: who may enter, and who administers',
  actions: {
    add: {
      summary: 'Adds a person, or tells that they exist; --admin makes them an administrator.',
      usage: 'EMAIL [--name TEXT] [--admin]',
      options: { name: { type: 'string' }, admin: { type: 'boolean' } },
      positionals: one,
      run: add,
    },
    list: { summary: 'Lists all people with their groups.', usage: '', run: list },
    tables: {
      summary: 'Shows what a person may see, and why.',
      usage: 'EMAIL',
      positionals: one,
      run: tables,
    },
    admin: {
      summary: 'Makes a person an administrator; --off takes it back.',
      usage: 'EMAIL [--off]',
      options: { off: { type: 'boolean' } },
      positionals: one,
      run: admin,
    },
    suspend: {
      summary: 'Locks a person out at once: sessions and tokens end. --off lets them in again.',
      usage: 'EMAIL [--off]',
      options: { off: { type: 'boolean' } },
      positionals: one,
      run: suspend,
    },
    remove: {
      summary: 'Removes a person and everything that belongs to them.',
      usage: 'EMAIL --yes',
      options: { yes: { type: 'boolean' } },
      positionals: one,
      run: remove,
    },
  },
} satisfies Command

async function add(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const [email = ''] = input.positionals
  const name = textOption(input, 'name')
  const known = await findPersonByEmail(db, email)
  const person = known ?? (await createPerson(db, { email, ...(name !== undefined && { name }) }))
  if (!known) await record(context, 'person.create', person.email)
  if (input.values['admin'] === true && !person.admin) await makeAdmin(context, person.email)
  context.note(
    `${person.email} ${known ? 'was there already' : `was added as ${person.username}`}.`,
  )
}

async function list(_input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const people = await listPeople(db)
  printTable(
    context,
    ['email', 'username', 'name', 'groups', 'state'],
    people.map(({ email, username, name, groups, suspended }) => [
      email,
      username,
      name,
      groups.join(','),
      suspended ? 'suspended' : 'active',
    ]),
  )
}

async function tables(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const { email } = await personByEmail(db, input.positionals[0] ?? '')
  const reasons = await whatMaySee(db, email)
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
  const person = await personByEmail(db, input.positionals[0] ?? '')
  if (input.values['off'] !== true) return makeAdmin(context, person.email)
  await removeMember(db, ADMINISTRATORS, person.email)
  await record(context, 'administrator.remove', person.email)
  context.note(`${person.email} is no longer an administrator.`)
}

async function makeAdmin(context: CommandContext, email: string): Promise<void> {
  const { db } = await context.storage()
  await addMember(db, ADMINISTRATORS, email)
  await record(context, 'administrator.add', email)
  context.note(`${email} is an administrator.`)
}

async function suspend(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const person = await personByEmail(db, input.positionals[0] ?? '')
  const off = input.values['off'] === true
  await (off ? resumePerson(db, person.id) : suspendPerson(db, person.id))
  await record(context, off ? 'person.resume' : 'person.suspend', person.email)
  context.note(`${person.email} ${off ? 'may enter again' : 'is locked out'}.`)
}

async function remove(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const person = await personByEmail(db, input.positionals[0] ?? '')
  if (input.values['yes'] !== true) {
    throw new UsageError(
      `This removes ${person.email} for good: say --yes. To lock out: user suspend`,
    )
  }
  await removePerson(db, person.id)
  await record(context, 'person.remove', person.email)
  context.note(`${person.email} was removed, with sessions, tokens, devices, links and votes.`)
  const { homesDir, dataDir } = context.installation.paths
  const folders = [join(homesDir, person.username), join(dataDir, 'sessions', person.username)]
  for (const folder of folders.filter((path) => existsSync(path))) {
    context.note(`Their files stay until you remove them: ${folder}`)
  }
}

async function record(context: CommandContext, action: string, subject: string): Promise<void> {
  await audit((await context.storage()).db, { actor: 'stack', action, subject })
}
