import {
  commonOptions,
  isDryRun,
  isJson,
  UsageError,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import { readEnv } from '#core/env.ts'
import { AppError } from '#core/errors.ts'
import { originalDomains } from '#core/import/original-domains.ts'
import { findByOriginalName } from '#core/import/person-of.ts'
import { countOf } from '#core/portal/format-count.ts'
import { putBack, tryPutBack } from '../catalogue/back-up.ts'
import { CONTENT_LENGTH } from '../extract/extract-fact.ts'
import { importLegacy } from '../legacy/import-legacy.ts'
import { nameHere, type NamedHere } from '../legacy/name-here.ts'
import { readLegacy, type Legacy } from '../legacy/read-legacy.ts'
import { forgetText } from '../review/forget-text.ts'
import manifest from '../service.ts'

export default {
  summary: 'Corporate memory: taking over that of the original system, and putting back a backup',
  onState: true,
  actions: {
    import: {
      summary:
        'Takes over knowledge.json and votes.json of a folder; no id and no vote is lost. May be repeated.',
      usage: 'DIR [--domain DOMAIN]… [--dry-run] [--format json]',
      options: { ...commonOptions, domain: { type: 'string', multiple: true } },
      positionals: { min: 1, max: 1 },
      paths: true,
      run: importFolder,
    },
    forget: {
      summary:
        'Removes what an item says, and ever said, for good: for a secret that no rule had found. Its id and its history stay.',
      usage: 'ID --yes [--dry-run] [--format json]',
      options: { ...commonOptions, yes: { type: 'boolean' } },
      positionals: { min: 1, max: 1 },
      run: forgetItem,
    },
    restore: {
      summary:
        'Puts back what --reset had saved, with votes and decisions; what is there now is saved before.',
      usage: 'FILE [--dry-run] [--format json]',
      options: commonOptions,
      positionals: { min: 1, max: 1 },
      paths: true,
      run: restoreFile,
    },
  },
} satisfies Command

async function importFolder(input: CommandInput, context: CommandContext): Promise<void> {
  const [folder = ''] = input.positionals
  const { CORPORATE_MEMORY_VOTES: needed } = readEnv(manifest.env, context.installation.rawEnv)
  const read = await readLegacy(folder)
  const { db } = await context.storage()
  const dryRun = isDryRun(input)
  const domains = originalDomains(input, context.installation)
  const { legacy, strangers } = await namedHere(read, db, domains)
  const done = await withinTransaction(db, { keep: !dryRun }, (changing) =>
    importLegacy(changing, legacy, { needed }),
  )
  const { items, known, votes, heldBack, shortened, orphaned } = done
  const { broken } = read
  if (isJson(input)) {
    const told = { items, votes, known, heldBack, shortened, orphaned, strangers, broken }
    context.out(JSON.stringify({ ...told, ...(dryRun && { dryRun }) }, null, 2))
  } else {
    const taken = `${countOf(items, 'item')} and ${countOf(votes, 'vote')}`
    context.out(`${taken} ${dryRun ? 'would be taken over' : 'taken over'}`)
  }
  if (known > 0) context.note(`Here already, and left as it is: ${countOf(known, 'item')}.`)
  if (orphaned > 0) {
    context.note(`For items that knowledge.json does not have: ${countOf(orphaned, 'vote')}.`)
  }
  for (const id of heldBack)
    context.note(`${id}: its text looks like a secret; it is rejected without it.`)
  for (const id of shortened)
    context.note(
      `${id}: its text is longer than ${CONTENT_LENGTH} characters; its end is left out.`,
    )
  for (const name of strangers)
    context.note(`${name}: this username is another person’s here; their votes and notes stay out.`)
  for (const { file, key, problem } of broken) context.note(`${file}: ${key}: ${problem}`)
  const left = broken.length + strangers.length
  if (left === 0) return
  throw new AppError(
    409,
    'partly_imported',
    `${countOf(left, 'entry was', 'entries were')} left out`,
    {
      remedy: 'Mend what is said about each and import again: what is there is kept.',
    },
  )
}

/** Whose names they are here; where nobody says what domain the original was in, a name is the username. */
async function namedHere(
  legacy: Legacy,
  db: Database,
  domains: readonly string[],
): Promise<NamedHere> {
  if (domains.length === 0) return { legacy, strangers: [] }
  return nameHere(legacy, { db, personOf: findByOriginalName(db, domains) })
}

async function forgetItem(input: CommandInput, context: CommandContext): Promise<void> {
  const [id = ''] = input.positionals
  const dryRun = isDryRun(input)
  if (input.values['yes'] !== true && !dryRun) {
    throw new UsageError(
      `This removes the texts of ${id} for good: say --yes, or --dry-run to see of what`,
    )
  }
  const { db } = await context.storage()
  const forgotten = await withinTransaction(db, { keep: !dryRun }, (changing) =>
    forgetText(changing, id),
  )
  const told = { forgotten, ...(dryRun && { dryRun }) }
  const whose = `the texts of ${forgotten.join(', ')}`
  context.out(
    isJson(input)
      ? JSON.stringify(told, null, 2)
      : `${whose} ${dryRun ? 'would be' : 'are'} removed`,
  )
  context.note(
    'The notes that say it, and backups, still hold it; a secret has to be changed where it is used.',
  )
}

async function restoreFile(input: CommandInput, context: CommandContext): Promise<void> {
  const [file = ''] = input.positionals
  const { db } = await context.storage()
  const dryRun = isDryRun(input)
  const { items, saved } = dryRun
    ? { items: await tryPutBack(db, file), saved: null }
    : await putBack(db, context.installation.paths.dataDir, file)
  const told = { items, saved, ...(dryRun && { dryRun }) }
  const says = dryRun
    ? `${countOf(items, 'item')} would be back`
    : `${countOf(items, 'item is', 'items are')} back`
  context.out(isJson(input) ? JSON.stringify(told, null, 2) : says)
  context.note(
    dryRun
      ? 'Nothing was changed: --dry-run.'
      : `What was there before is in ${saved}. Rule files follow at once where the stack runs.`,
  )
}
