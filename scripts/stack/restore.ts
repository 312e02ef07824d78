import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { BACKUP_KEY, backupIdentity } from '#core/backup/backup-key.ts'
import type { ReadBackup } from '#core/backup/read-backup.ts'
import { restoreBackup } from '#core/backup/restore-backup.ts'
import { scratchDatabase } from '#core/backup/scratch-database.ts'
import { storesOf } from '#core/backup/stores.ts'
import { verifyBackup } from '#core/backup/verify-backup.ts'
import {
  commonOptions,
  isDryRun,
  isJson,
  textOption,
  UsageError,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import { isSet } from '#core/env.ts'
import { NotFound } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { ownScratch } from '../command-line/own-scratch.ts'
import { printTable } from '../command-line/print-table.ts'
import { stateHere, targetOption } from '../command-line/state-here.ts'
import { typedOptions } from '../command-line/typed-options.ts'
import type { StateHere } from '../server/state-here.ts'

/** Stack `restore`: everything as a backup has it, or the proof that it could be. */
export default {
  summary: 'Restore a backup into an empty server, or prove that it could be',
  actions: {
    '': {
      summary:
        'Puts rows and files of a backup in place, all or nothing. --verify does it in a scratch database alone and compares.',
      usage:
        'FILE [--target compose] [--verify] [--key-file FILE] [--replace --yes] [--dry-run] [--format json] [--scratch URL]',
      options: {
        ...targetOption,
        verify: { type: 'boolean' },
        'key-file': { type: 'string' },
        scratch: { type: 'string' },
        replace: { type: 'boolean' },
        yes: { type: 'boolean' },
        ...commonOptions,
      },
      positionals: { min: 1, max: 1 },
      run: restore,
    },
  },
} satisfies Command

async function restore(input: CommandInput, context: CommandContext): Promise<void> {
  const proves = input.values['verify'] === true || isDryRun(input)
  if (!proves && textOption(input, 'scratch') !== undefined) {
    throw new UsageError('--scratch is where a backup is proved: say --verify too')
  }
  const [file = ''] = input.positionals
  const path = resolve(file)
  if (!existsSync(path)) {
    throw new NotFound('no_such_backup', `${path} is not there`, {
      remedy: 'stack backup list names those that are; --out DIR says where else to look.',
    })
  }
  const state = await stateHere(input, context)
  if (state) return restoreThere(state, path, input)
  const key = await keyOf(input, context)
  const identity = backupIdentity(key)
  if (proves) {
    return verify(path, identity, input, context)
  }
  const replace = mayReplace(input)
  const { installation, signal, note } = context
  const db = await installation.openDatabase()
  try {
    const stores = storesOf(installation)
    const { kept, ...read } = await restoreBackup(path, { db, stores, identity, replace, signal })
    await keepKey(key, installation)
    tell('restored', read, input, context)
    for (const name of kept) note(`Kept, since it was there: ${name}`)
    note('Start the stack. What was revoked after the backup was made is good again: revoke it.')
  } finally {
    await db.close()
  }
}

async function verify(
  path: string,
  identity: string,
  input: CommandInput,
  context: CommandContext,
): Promise<void> {
  const { installation, log, signal, note } = context
  const given = textOption(input, 'scratch')
  await using scratch = await (given === undefined
    ? ownScratch(installation, log)
    : scratchDatabase(given, log))
  await verifyBackup(path, {
    ...{ scratch: scratch.db, identity, signal },
    report: (read) => tell('verified', read, input, context),
  })
  note('The backup is good: every row, key and file is as it was recorded.')
}

function tell(
  done: string,
  { head, tables, files, bytes }: ReadBackup,
  input: CommandInput,
  context: CommandContext,
): void {
  const { createdAt, version, instance } = head
  if (isJson(input)) {
    const report = { [done]: { createdAt, version, instance, files, bytes, tables } }
    return context.out(JSON.stringify(report, null, 2))
  }
  context.note(`Made at ${createdAt} by version ${version} at ${instance}`)
  printTable(
    context,
    ['table', 'rows in the backup', `rows ${done}`],
    tables.map(({ name, recorded, restored }) => [name, String(recorded), String(restored)]),
  )
  context.out(`${files} files, ${bytes} bytes`)
}

/** A key that is made now would open nothing: it must be one that is here, or that is given. */
async function keyOf(input: CommandInput, { installation }: CommandContext): Promise<string> {
  const { secrets, rawEnv, paths } = installation
  const file = textOption(input, 'key-file')
  if (file !== undefined) {
    const key = await readTextIfPresent(resolve(file))
    if (key !== undefined) return key
    throw new NotFound('no_key_file', `${resolve(file)} is not there`, {
      remedy: 'Write what stack backup key showed on the server that made the backup into a file.',
    })
  }
  if (isSet('BACKUP_KEY', rawEnv) || existsSync(join(paths.secretsDir, BACKUP_KEY))) {
    return secrets.text(BACKUP_KEY)
  }
  throw new NotFound('no_backup_key', 'This server has no key that opens backups', {
    remedy: 'Give what stack backup key showed on the server that made it: --key-file FILE',
  })
}

/** Later backups are opened by the key that is known to be kept elsewhere already; no part of the stack reads it. */
async function keepKey(key: string, { paths }: CommandContext['installation']): Promise<void> {
  const file = join(paths.secretsDir, BACKUP_KEY)
  if (!existsSync(file)) await publishFile(file, key.trim(), 0o600)
}

function mayReplace({ values }: CommandInput): boolean {
  if (values['replace'] !== true || values['yes'] === true) return values['replace'] === true
  throw new UsageError('This replaces the database and the files of this server: say --yes')
}

/** Everything but the database is stopped meanwhile, and started again however it ends. */
async function restoreThere(state: StateHere, path: string, input: CommandInput): Promise<void> {
  const keyFile = textOption(input, 'key-file')
  const args = [
    ...['restore', path, ...(keyFile === undefined ? [] : [`--key-file=${resolve(keyFile)}`])],
    ...typedOptions(input, ['verify', 'scratch', 'replace', 'yes', 'dry-run', 'format']),
  ]
  const folders = [path, ...(keyFile === undefined ? [] : [resolve(keyFile)])].map(dirname)
  const run = () => state.run(args, { folders: [...new Set(folders)] })
  if (input.values['verify'] === true || isDryRun(input)) return run()
  mayReplace(input)
  await state.whileStopped(run)
}
