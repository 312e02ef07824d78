import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command, CommandContext, CommandInput } from '#core/command.ts'
import { commonOptions, isDryRun, isJson, UsageError } from '#core/command.ts'
import { AppError, BadRequest, Forbidden } from '#core/errors.ts'
import type { ImportEntry } from '#core/import/importer.ts'
import { originalDomains } from '#core/import/original-domains.ts'
import { printTable } from '../command-line/print-table.ts'
import { stateHere, targetOption } from '../command-line/state-here.ts'
import { typedOptions } from '../command-line/typed-options.ts'
import { findImporters } from '../import/find-importers.ts'
import { applyImport, planImport } from '../import/import-folder.ts'
import type { StateHere } from '../server/state-here.ts'

/** Stack `import`: the data folders of the original system, taken over. */
export default {
  summary: 'Take over the data of the original system',
  actions: {
    '': {
      summary:
        'Takes over a copy of the original’s /data, or a part of it: shows what becomes of every file, asks, does it. May be repeated.',
      usage: 'DIR [--target compose] [--domain DOMAIN]… [--dry-run] [--yes] [--format json]',
      options: {
        ...targetOption,
        domain: { type: 'string', multiple: true },
        ...commonOptions,
        yes: { type: 'boolean' },
      },
      positionals: { min: 1, max: 1 },
      run: importData,
    },
  },
} satisfies Command

async function importData(input: CommandInput, context: CommandContext): Promise<void> {
  const dir = resolve(input.positionals[0] ?? '')
  const json = isJson(input)
  const dryRun = isDryRun(input)
  const yes = input.values['yes'] === true
  if (!dryRun && !yes && (json || !process.stdin.isTTY)) {
    throw new UsageError('Nobody can be asked: say --yes, or --dry-run to see the plan')
  }
  const state = await stateHere(input, context)
  if (state) return importThere(state, dir, input)
  const { root, installation } = context
  if (installation.units.elsewhere.length > 0) {
    throw new Forbidden('part_of_the_code', 'This image holds the importers of one service alone', {
      remedy: 'From the checkout: stack import DIR --target compose',
    })
  }
  const { db } = await context.storage()
  const domains = originalDomains(input, installation)
  const work = { dir, db, installation, domains, importers: await findImporters(root) }
  const plan = await planImport(work)
  const refused = plan.filter(({ state }) => state === 'refused')
  const isNew = plan.some(({ state }) => state === 'new')
  if (!json) show(plan, context)
  if (!dryRun && isNew && !yes) await ask()
  const done = dryRun || !isNew ? plan : await applyImport(work)
  if (json) context.out(JSON.stringify({ dryRun, entries: done }, null, 2))
  else context.note(summaryOf(done, dryRun))
  const left = dryRun ? refused : done.filter(({ state }) => state === 'refused')
  if (left.length === 0) return
  throw new AppError(409, 'partly_imported', `${left.length} were refused, as shown above`, {
    remedy: 'Mend what is said about each and import again: what is there is kept.',
  })
}

function show(entries: readonly ImportEntry[], context: CommandContext): void {
  printTable(
    context,
    ['becomes', 'file', 'entry', 'detail'],
    entries.map(({ state, file, key, detail }) => [state, file, key ?? '', detail]),
  )
}

function summaryOf(entries: readonly ImportEntry[], dryRun: boolean): string {
  const count = (state: ImportEntry['state']) => entries.filter((one) => one.state === state).length
  if (count('new') === 0) return 'Nothing is new: nothing was changed.'
  const made = `${count('new')} ${dryRun ? 'would be taken over' : 'were taken over'}`
  return `${made}, ${count('there')} were there, ${count('refused')} refused, ${count('left')} left.`
}

async function ask(): Promise<void> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await prompt.question('Take over what is new? Type yes: ')
  prompt.close()
  if (answer.trim() !== 'yes') throw new BadRequest('not_confirmed', 'Nothing was changed')
}

/** Beside the server's containers nobody can be asked. */
function importThere(state: StateHere, dir: string, input: CommandInput): Promise<void> {
  if (!isDryRun(input) && input.values['yes'] !== true) {
    throw new UsageError('On a server say --dry-run to see the plan, then --yes')
  }
  const options = typedOptions(input, ['domain', 'dry-run', 'yes', 'format'])
  return state.run(['import', dir, ...options], { folders: [dir], code: ['services'] })
}
