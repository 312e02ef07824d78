import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Storage } from '../database/open.ts'
import { AppError, messageOf } from '../errors.ts'
import { createLog, type Logger } from '../log.ts'
import { openInstallation, type Installation } from './installation.ts'
import { rootOf } from './root-of.ts'

/** One run of a job by hand, without the stack. */
export interface OnceContext {
  readonly installation: Installation
  readonly storage: Storage
  readonly log: Logger
  readonly dryRun: boolean
  readonly reset: boolean
  /** Whether everything that would be asked is answered by yes. */
  readonly yes: boolean
  readonly json: boolean
  out(text: string): void
}

/** What a run by hand is, for `--help`. */
export interface OnceFacts {
  readonly summary: string
  /** What `--reset` empties first; without it the option is refused. */
  readonly resets?: string
}

const options = {
  once: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  homes: { type: 'string' },
  data: { type: 'string' },
  format: { type: 'string' },
  'dry-run': { type: 'boolean' },
  reset: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  verbose: { type: 'boolean', short: 'v' },
} as const

/** Whether a program was started as `main.ts --once`, or is asked what that does. */
export function isOnce(): boolean {
  return ['--once', '--help', '-h'].some((option) => process.argv.includes(option))
}

function usageOf({ summary, resets }: OnceFacts): string {
  return `${summary}

usage: main.ts --once [--homes DIR] [--data DIR] [--format text|json] [--dry-run] [--verbose]${resets === undefined ? '' : ' [--reset [--yes]]'}

  --homes DIR          The folder that holds one folder for each person; default: HOMES_DIR
  --data DIR           Where all state is, with a database of its own; default: that of the stack
  --format text|json   What is printed; default: text
  --dry-run            Shows what a run would do, and changes nothing
  --verbose            Also says what is done on the way${
    resets === undefined
      ? ''
      : `
  --reset              First empties ${resets}; asks before, and keeps a backup
  --yes                Answers the question of --reset`
  }
`
}

/**
 * What `main.ts --once [--homes DIR] [--data DIR] [--format json] [--dry-run]` does: one run on the
 * database of the data folder, which is started when nothing runs on it. Ends the process with 0, or with
 * 1 after a line on stderr that says what is wrong.
 */
export async function runOnce(
  dir: string,
  run: (context: OnceContext) => Promise<void>,
  facts: OnceFacts,
): Promise<never> {
  try {
    const { values } = parseArgs({ options, allowPositionals: false })
    if (values.reset && facts.resets === undefined) {
      throw new AppError(400, 'nothing_to_reset', 'There is nothing here that --reset empties')
    }
    if (values.help) {
      await new Promise<void>((resolve) => process.stdout.write(usageOf(facts), () => resolve()))
      process.exit(0)
    }
    if (values.format !== undefined && values.format !== 'json' && values.format !== 'text') {
      throw new AppError(400, 'unknown_format', '--format is json or text')
    }
    const empty = Object.entries(values).find(([, value]) => value === '')
    // Else what a shell did not fill would be the stack's own data.
    if (empty) throw new AppError(400, 'empty_option', `--${empty[0]} is empty`)
    // A name that was mistyped would look like people who all removed their files.
    if (values.homes !== undefined && !existsSync(values.homes)) {
      throw new AppError(400, 'no_homes', `There is no folder ${values.homes}`, {
        remedy: 'Name the folder in which each person has one by --homes.',
      })
    }
    const log = createLog(values.verbose ? 'info' : 'warn', process.stderr)
    const { DATABASE_URL, ...ownDatabase } = process.env
    const rawEnv = {
      ...(values.data === undefined ? process.env : ownDatabase),
      ...(values.data !== undefined && { DATA_DIR: values.data, SECRETS_DIR: '' }),
      ...(values.homes !== undefined && { HOMES_DIR: values.homes }),
    }
    const installation = await openInstallation(rootOf(dir), rawEnv, log)
    const storage = await installation.openStorage('command')
    try {
      await run({
        installation,
        storage,
        log,
        dryRun: values['dry-run'] ?? false,
        reset: values.reset ?? false,
        yes: values.yes ?? false,
        json: values.format === 'json',
        out: (text) => void process.stdout.write(`${text}\n`),
      })
    } finally {
      await storage.close()
    }
  } catch (error) {
    const remedy = error instanceof AppError && error.remedy ? ` ${error.remedy}` : ''
    process.stderr.write(`${messageOf(error).replace(/\.$/, '')}.${remedy}${helpFor(error)}\n`)
    process.exit(1)
  }
  // What was written to a pipe may still be on its way.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
  process.exit(0)
}

function helpFor(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return code.startsWith('ERR_PARSE_ARGS') ? ' --help lists what there is.' : ''
}
