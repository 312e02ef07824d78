import { dirname, join, resolve } from 'node:path'
import { keepNewest, listBackups, prepareFolder } from '#core/backup/backup-folder.ts'
import { backupName } from '#core/backup/backup-format.ts'
import { BACKUP_KEY, backupIdentity, backupRecipients } from '#core/backup/backup-key.ts'
import { storeNames, storesOf } from '#core/backup/stores.ts'
import { walkStores, type Walked } from '#core/backup/walk-files.ts'
import { refuseUnreadable, writeBackup, type BackupReport } from '#core/backup/write-backup.ts'
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
import { publicUrlOf } from '#core/run/stack-env.ts'
import { backupFolder } from '../command-line/backup-folder.ts'
import { printTable } from '../command-line/print-table.ts'
import { stateHere, targetOption } from '../command-line/state-here.ts'
import { typedOptions } from '../command-line/typed-options.ts'
import { versionOf } from '../deploy-input/version-of.ts'

const place = { ...targetOption, out: { type: 'string' } } as const

/** Stack `backup`: one encrypted file with everything that cannot be made again. */
export default {
  summary: 'Back up database, files and secrets into one encrypted file, while all runs',
  actions: {
    '': {
      summary:
        'Writes a backup into a folder (default: BACKUP_DIR, or backups in DATA_DIR); --keep removes all but the newest N.',
      usage:
        '[--target compose] [--out DIR|FILE] [--keep N] [--without homes] [--dry-run] [--format json]',
      options: {
        ...place,
        ...commonOptions,
        keep: { type: 'string' },
        without: { type: 'string', multiple: true },
      },
      run: back,
    },
    list: {
      summary: 'Lists the backups of a folder, the newest first.',
      usage: '[--target compose] [--out DIR] [--dry-run] [--format json]',
      options: { ...place, ...commonOptions },
      run: list,
    },
    key: {
      summary: 'Shows the key that opens the backups of this server. Keep it elsewhere.',
      usage: '[--target compose] [--dry-run] [--format json]',
      options: { ...targetOption, ...commonOptions },
      run: showKey,
    },
  },
} satisfies Command

async function back(input: CommandInput, context: CommandContext): Promise<void> {
  const state = await stateHere(input, context)
  if (state) {
    const path = pathOf(input, state.backups)
    const options = typedOptions(input, ['keep', 'format', 'without', 'dry-run'])
    const words = ['backup', `--out=${path}`, ...options]
    // A plan writes nothing, and mounting a folder that is not there would make it.
    if (isDryRun(input)) return state.run(words)
    await prepareFolder(dirname(path))
    return state.run(words, { folders: [dirname(path)] })
  }
  const { root, installation, note, signal } = context
  const { env, secrets, rawEnv } = installation
  const stores = storesOf(installation)
  const without = storeNames.filter((name) => listOption(input, 'without').includes(name))
  const keep = countOption(input, 'keep')
  const path = pathOf(input, backupFolder(installation))
  if (isDryRun(input)) {
    return showPlan(path, await walkStores(stores, without, path), input, context)
  }
  await prepareFolder(dirname(path))
  const db = await installation.openDatabase()
  let report: BackupReport
  try {
    report = await writeBackup(path, {
      ...{ db, stores, without, signal },
      recipients: await backupRecipients(secrets, rawEnv),
      version: await versionOf(root),
      publicUrl: publicUrlOf(env, env.PORT).href,
      progress: note,
    })
  } finally {
    await db.close()
  }
  const removed: string[] = []
  try {
    if (keep !== undefined) await keepNewest(path, keep, ({ name }) => void removed.push(name))
  } finally {
    // It is made, whatever became of the older ones.
    tell(report, removed, input, context)
  }
}

/** What a backup would hold; what would refuse it does so here too. */
function showPlan(
  file: string,
  { paths, bytes, unreadable }: Walked,
  input: CommandInput,
  { out, note }: CommandContext,
): void {
  const files = paths.filter(({ kind }) => kind === 'file').length
  if (isJson(input)) {
    out(JSON.stringify({ dryRun: true, file, files, bytes, unreadable }, null, 2))
  } else {
    note(`Would write ${file}: the database, and ${files} files of ${bytes} bytes.`)
  }
  refuseUnreadable(unreadable)
}

function tell(
  report: BackupReport,
  removed: readonly string[],
  input: CommandInput,
  { out, note }: CommandContext,
): void {
  if (isJson(input)) return out(JSON.stringify({ ...report, removed }, null, 2))
  for (const name of report.leftOut) note(`Left out, since it is no plain file: ${name}`)
  for (const name of removed) note(`Removed the older ${name}`)
  out(report.file)
  note(`${report.bytes} bytes. Prove it: stack restore --verify ${report.file}`)
  note('Only its key opens it: keep what stack backup key shows, apart from this server.')
}

function pathOf(input: CommandInput, folder: string): string {
  const named = textOption(input, 'out')
  if (named?.endsWith('.age')) return resolve(named)
  return join(named === undefined ? folder : resolve(named), backupName(new Date()))
}

async function list(input: CommandInput, context: CommandContext): Promise<void> {
  const named = textOption(input, 'out')
  const usual = (await stateHere(input, context))?.backups ?? backupFolder(context.installation)
  const backups = await listBackups(named === undefined ? usual : resolve(named))
  if (isJson(input)) return context.out(JSON.stringify(backups, null, 2))
  printTable(
    context,
    ['made', 'bytes', 'file'],
    backups.map(({ madeAt, bytes, path }) => [madeAt.toISOString(), String(bytes), path]),
  )
}

function listOption({ values }: CommandInput, name: string): readonly unknown[] {
  const value = values[name]
  if (value === undefined) return []
  const given = Array.isArray(value) ? value : [value]
  const unknown = given.filter((one) => !storeNames.some((store) => store === one))
  if (unknown.length === 0) return given
  throw new UsageError(`--${name} ${unknown.join(', ')}: there are ${storeNames.join(', ')}`)
}

function countOption(input: CommandInput, name: string): number | undefined {
  const text = textOption(input, name)
  if (text === undefined) return undefined
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= 1) return count
  throw new UsageError(`--${name} must be 1 or more`)
}

async function showKey(input: CommandInput, context: CommandContext): Promise<void> {
  const state = await stateHere(input, context)
  if (state) return state.run(['backup', 'key', ...typedOptions(input, ['format'])])
  const key = backupIdentity(context.installation.secrets.text(BACKUP_KEY))
  context.out(isJson(input) ? JSON.stringify({ key }) : key)
}
