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

const options = {
  once: { type: 'boolean' },
  homes: { type: 'string' },
  data: { type: 'string' },
  format: { type: 'string' },
  'dry-run': { type: 'boolean' },
  reset: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  verbose: { type: 'boolean', short: 'v' },
} as const

/** Whether a program was started as `main.ts --once`. */
export function isOnce(): boolean {
  return process.argv.includes('--once')
}

/**
 * What `main.ts --once [--homes DIR] [--data DIR] [--format json] [--dry-run]` does: one run on the
 * database of the data folder, which is started when nothing runs on it. Ends the process with 0, or with
 * 1 after a line on stderr that says what is wrong.
 */
export async function runOnce(
  dir: string,
  run: (context: OnceContext) => Promise<void>,
): Promise<never> {
  try {
    const { values } = parseArgs({ options, allowPositionals: false })
    if (values.format !== undefined && values.format !== 'json' && values.format !== 'text') {
      throw new AppError(400, 'unknown_format', '--format is json or text')
    }
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
    process.stderr.write(`${messageOf(error)}.${remedy}\n`)
    process.exit(1)
  }
  // What was written to a pipe may still be on its way.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
  process.exit(0)
}
