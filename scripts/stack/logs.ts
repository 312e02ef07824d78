import { commonOptions, textOption, type Command, type CommandAction } from '#core/command.ts'
import { JOURNAL_FIELDS, journalEntry, type JournalEntry } from '../server/journal-entry.ts'
import { journalWords } from '../server/journal-words.ts'
import { findInstalled } from '../server/installed.ts'
import { runJournal } from '../server/run-journal.ts'

const logs: CommandAction = {
  summary:
    'Shows what the units said, oldest first; as JSON one array, with --follow one entry a line.',
  usage: '[UNIT] [--follow] [--since TIME] [--lines N] [--dry-run] [--format json]',
  options: {
    follow: { type: 'boolean' },
    since: { type: 'string' },
    lines: { type: 'string' },
    ...commonOptions,
  },
  positionals: { min: 0, max: 1 },
  longRunning: true,
  async run(input, { out, signal }) {
    const { installed } = await findInstalled()
    const follow = input.values['follow'] === true
    const args = journalWords(installed, {
      unit: input.positionals[0],
      since: textOption(input, 'since'),
      lines: textOption(input, 'lines'),
      follow,
    })
    if (textOption(input, 'format') !== 'json') return runJournal(args, 'inherit', signal)
    const asJson = [...args, '--output=json', `--output-fields=${JOURNAL_FIELDS}`]
    if (follow) {
      const enough = AbortSignal.any([signal, readerGone()])
      return runJournal(asJson, (line) => out(JSON.stringify(journalEntry(line))), enough)
    }
    const entries: JournalEntry[] = []
    await runJournal(asJson, (line) => void entries.push(journalEntry(line)), signal)
    out(JSON.stringify(entries, null, 2))
  },
}

/** Aborted once nobody reads our output any more, as after `| head`: else what is followed would be followed for ever. */
function readerGone(): AbortSignal {
  const gone = new AbortController()
  process.stdout.once('error', () => gone.abort())
  return gone.signal
}

/** Stack `logs`: the journal of what is installed. */
export default {
  summary: 'What the services on this server said',
  actions: { '': logs },
} satisfies Command
