import { readFile } from 'node:fs/promises'
import type { Command, CommandContext, CommandInput } from '#core/command.ts'
import { commonOptions, isDryRun, isJson, textOption } from '#core/command.ts'
import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import { AppError, BadRequest, Forbidden, messageOf, NotFound } from '#core/errors.ts'
import { audit } from '#core/identity/audit.ts'
import {
  findOrCreatePerson,
  findPersonByEmail,
  invitePerson,
  type Person,
} from '#core/identity/people.ts'
import { queueMail } from '#core/mail/queue-mail.ts'
import { publicUrlOf } from '#core/run/stack-env.ts'
import { openCredentials } from '../credentials.ts'
import { importPasswordUsers } from '../legacy/import-password-users.ts'
import { passwordUsers } from '../legacy/password-users.ts'
import { linkMail, makePasswordLink, type LinkKind } from '../links/password-link.ts'
import { openAuthenticators } from '../second-factor/authenticators.ts'
import { openRecoveryCodes } from '../second-factor/recovery-codes.ts'
import { securityNotice } from '../security-notice.ts'

const one = { min: 1, max: 1 } as const

export default {
  summary: 'Passwords: inviting people, and taking over those of the original system',
  onState: true,
  actions: {
    invite: {
      summary:
        'Sends a person a link that sets their password, within a day; adds them if need be. --show prints the link instead.',
      usage: 'EMAIL [--name TEXT] [--show] [--dry-run] [--format json]',
      options: { ...commonOptions, name: { type: 'string' }, show: { type: 'boolean' } },
      positionals: one,
      run: invite,
    },
    'second-step-off': {
      summary: 'Switches the second step off for who has lost the app and the recovery codes.',
      usage: 'EMAIL [--dry-run] [--format json]',
      options: commonOptions,
      positionals: one,
      run: switchSecondStepOff,
    },
    import: {
      summary:
        'Takes over people and hashes of a password_users.json; says what became of each. May be repeated.',
      usage: 'FILE [--dry-run] [--format json]',
      options: commonOptions,
      positionals: one,
      paths: true,
      run: importFile,
    },
  },
} satisfies Command

async function invite(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const show = input.values['show'] === true
  const dryRun = isDryRun(input)
  const { email, kind, url } = await withinTransaction(db, { keep: !dryRun }, (changing) =>
    makeInvitation(changing, input, context, { mail: !show }),
  )
  // One that was taken back opens nothing.
  const link = show && !dryRun ? url.href : null
  if (isJson(input)) tell(context, { email, kind, link, ...(dryRun && { dryRun }) })
  else if (link !== null) context.out(link)
  if (show && !dryRun) return
  const mail = `${email} gets a mail with a link. Without a mail server it is in the outbox.`
  context.note(dryRun ? `Would be so: ${show ? `${email} has a link, shown here.` : mail}` : mail)
}

async function makeInvitation(
  db: Database,
  input: CommandInput,
  { installation: { env, instance } }: CommandContext,
  { mail }: { readonly mail: boolean },
): Promise<{ email: string; kind: LinkKind; url: URL }> {
  const [email = ''] = input.positionals
  const person = await findOrCreatePerson(db, { email, name: textOption(input, 'name') })
  if (person.suspended) {
    throw new Forbidden('suspended', `${person.email} is locked out`, {
      remedy: `npm run -s stack -- user suspend ${person.email} --off`,
    })
  }
  // Who came in by a rule that is gone would have a password and stay outside.
  if (person.barred) {
    await invitePerson(db, person.id)
    await audit(db, { actor: 'stack', action: 'person.invite', subject: person.email })
  }
  const hash = await openCredentials(db).hashOf(person.id)
  const kind = hash === undefined ? 'setup' : 'reset'
  const url = await makePasswordLink(db, publicUrlOf(env, env.PORT), kind, person.id)
  await audit(db, { actor: 'stack', action: `password.link-${kind}`, subject: person.email })
  if (mail) await queueMail(db, linkMail(kind, person, url, instance.name))
  return { email: person.email, kind, url }
}

async function switchSecondStepOff(input: CommandInput, context: CommandContext): Promise<void> {
  const { db } = await context.storage()
  const [email = ''] = input.positionals
  const person = await findPersonByEmail(db, email)
  if (!person) {
    throw new NotFound('unknown_person', `There is no person ${email}`, {
      remedy: 'stack user list names those who are.',
    })
  }
  const subject = person.email
  const dryRun = isDryRun(input)
  if (!dryRun) {
    await withinTransaction(db, { keep: true }, (changing) => takeAway(changing, person, context))
  }
  if (isJson(input)) tell(context, { email: subject, secondStep: false, ...(dryRun && { dryRun }) })
  context.note(`${dryRun ? 'Would be so: ' : ''}${subject} signs in with the password alone.`)
}

async function takeAway(db: Database, person: Person, { installation, log }: CommandContext) {
  const { instance, env, secrets } = installation
  await openAuthenticators(db, secrets, log).remove(person.id)
  await openRecoveryCodes(db).remove(person.id)
  await audit(db, { actor: 'stack', action: 'authenticator.remove', subject: person.email })
  const publicUrl = publicUrlOf(env, env.PORT)
  const what = 'An administrator switched your second step off.'
  await queueMail(db, securityNotice({ instance, publicUrl }, person, what))
}

async function importFile(input: CommandInput, context: CommandContext): Promise<void> {
  const [path = ''] = input.positionals
  const users = passwordUsers(await readText(path))
  const { db } = await context.storage()
  const dryRun = isDryRun(input)
  const { auth } = context.installation.instance
  const outcomes = dryRun
    ? await withinTransaction(db, { keep: false }, (trial) =>
        importPasswordUsers(trial, auth, users),
      )
    : await importPasswordUsers(db, auth, users)
  if (isJson(input)) tell(context, outcomes)
  for (const { email, outcome, detail } of isJson(input) ? [] : outcomes) {
    context.out([email, outcome, detail].filter(Boolean).join('  '))
  }
  const left = outcomes.filter(({ outcome }) => outcome === 'left out')
  const taken = `${outcomes.length - left.length} of ${outcomes.length} people`
  context.note(dryRun ? `${taken} would be taken over: --dry-run.` : `${taken} were taken over.`)
  if (left.length === 0) return
  throw new AppError(
    409,
    'partly_imported',
    `${left.length} were left out, for the reasons above`,
    {
      remedy: 'Mend what is said about each, and import the file again: what is there is kept.',
    },
  )
}

function tell(context: CommandContext, document: unknown): void {
  context.out(JSON.stringify(document, null, 2))
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new BadRequest('unreadable_file', `${path} cannot be read: ${messageOf(cause)}`, {
      cause,
    })
  }
}
