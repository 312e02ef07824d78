import { textOption, type Command, type CommandAction } from '#core/command.ts'
import { NotFound } from '#core/errors.ts'
import { JOURNAL_FIELDS, journalEntry, type JournalEntry } from '../server/journal-entry.ts'
import { findInstalled } from '../server/installed.ts'
import { runJournal } from '../server/run-journal.ts'

const logs: CommandAction = {
  summary:
    'Shows what the units said, oldest first; as JSON one array, with --follow one entry a line.',
  usage: '[UNIT] [--follow] [--since TIME] [--lines N] [--format json]',
  options: {
    follow: { type: 'boolean' },
    since: { type: 'string' },
    lines: { type: 'string', default: '200' },
    format: { type: 'string', default: 'text' },
  },
  positionals: { min: 0, max: 1 },
  longRunning: true,
  async run(input, { out, signal }) {
    const { installed } = await findInstalled()
    const all = [
      ...installed.units,
      ...installed.timers.map((timer) => timer.replace(/\.timer$/, '.service')),
    ]
    const [unit] = input.positionals
    const chosen = unit === undefined ? all : all.filter((name) => name === `${unit}.service`)
    if (chosen.length === 0) {
      throw new NotFound('no_such_unit', `There is no unit ${unit}.`, {
        remedy: `There are: ${all.map((name) => name.replace(/\.service$/, '')).join(', ')}`,
      })
    }
    const since = textOption(input, 'since')
    const args = [
      ...(installed.rootless ? ['--user'] : []),
      ...chosen.flatMap((name) => ['--unit', name]),
      ...(since === undefined ? ['--lines', textOption(input, 'lines') ?? '200'] : []),
      ...(since === undefined ? [] : ['--since', since]),
      ...(input.values['follow'] === true ? ['--follow'] : ['--no-pager']),
    ]
    if (textOption(input, 'format') !== 'json') return runJournal(args, 'inherit', signal)
    const asJson = [...args, '--output=json', `--output-fields=${JOURNAL_FIELDS}`]
    if (input.values['follow'] === true) {
      return runJournal(asJson, (line) => out(JSON.stringify(journalEntry(line))), signal)
    }
    const entries: JournalEntry[] = []
    await runJournal(asJson, (line) => void entries.push(journalEntry(line)), signal)
    out(JSON.stringify(entries, null, 2))
  },
}

/** Stack `logs`: the journal of what is installed. */
export default {
  summary: 'What the services on this server said',
  actions: { '': logs },
} satisfies Command
