import { statfs } from 'node:fs/promises'
import { textOption, type Command, type CommandContext, type CommandInput } from '#core/command.ts'
import { AppError, messageOf } from '#core/errors.ts'
import { countAdministrators } from '#core/identity/people.ts'
import { listJobs } from '#core/jobs.ts'
import { publicUrlOf } from '#core/run/stack-env.ts'
import { backupFolder } from '../command-line/backup-folder.ts'
import { newestBackup } from '../command-line/newest-backup.ts'

/** One thing that must be right; throws with what is wrong and how to mend it. */
interface Check {
  readonly name: string
  run(context: CommandContext): Promise<string>
}

/** The type of a file system in memory (statfs(2)): containers have no other place to write. */
const TMPFS = 0x01021994

const MIN_FREE_BYTES = 1024 ** 3

const checks: readonly Check[] = [
  { name: 'instance', run: checkInstance },
  { name: 'database', run: checkDatabase },
  { name: 'administrator', run: checkAdministrator },
  { name: 'sources', run: checkSources },
  { name: 'disk', run: checkDisk },
  { name: 'jobs', run: checkJobs },
  { name: 'mail', run: checkMail },
  { name: 'backup', run: checkBackup },
  { name: 'stack', run: checkStack },
]

export default {
  summary: 'Check the installation; each finding says how to mend it',
  actions: {
    '': {
      summary: 'Runs all checks; ends with 1 when one of them finds something.',
      usage: '[--format json]',
      options: { format: { type: 'string', default: 'text' } },
      run: runChecks,
    },
  },
} satisfies Command

interface Finding {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
  readonly remedy?: string
}

async function runChecks(input: CommandInput, context: CommandContext): Promise<void> {
  const findings: Finding[] = []
  const json = textOption(input, 'format') === 'json'
  for (const check of checks) {
    const found = await runCheck(check, context)
    findings.push(found)
    if (json) continue
    context.out(`${found.ok ? '✓' : '✗'} ${found.name}: ${found.detail}`)
    if (found.remedy !== undefined) context.out(`  ${found.remedy}`)
  }
  if (json) context.out(JSON.stringify({ checks: findings }, null, 2))
  const failed = findings.filter(({ ok }) => !ok).length
  if (failed > 0) throw new AppError(500, 'unhealthy', `${failed} of ${checks.length} failed`)
}

async function runCheck({ name, run }: Check, context: CommandContext): Promise<Finding> {
  try {
    return { name, ok: true, detail: await run(context) }
  } catch (error) {
    const remedy = error instanceof AppError ? error.remedy : undefined
    return { name, ok: false, detail: messageOf(error), ...(remedy && { remedy }) }
  }
}

async function checkInstance({ installation }: CommandContext): Promise<string> {
  const { instance, paths } = installation
  const example = paths.exampleInstance ? ' (the example)' : ''
  return `${instance.path}${example}, ${instance.sources.length} sources, ${instance.warnings.length} warnings`
}

async function checkDatabase(context: CommandContext): Promise<string> {
  const { db } = await context.storage()
  const { rows } = await db.pool.query<{ version: string; drift: number }>(
    `select current_setting('server_version') as version,
       abs(extract(epoch from clock_timestamp()) - $1)::float as drift`,
    [Date.now() / 1000],
  )
  const [found] = rows
  if ((found?.drift ?? 0) > 5) {
    throw new AppError(500, 'clock_drift', `its clock is ${found?.drift.toFixed(0)} s off ours`, {
      remedy: 'Let both machines take their time from NTP.',
    })
  }
  return `PostgreSQL ${found?.version}`
}

async function checkAdministrator(context: CommandContext): Promise<string> {
  const count = await countAdministrators((await context.storage()).db)
  if (count > 0) return `${count}`
  throw new AppError(500, 'no_administrator', 'nobody administers yet', {
    remedy: 'Start the stack and open the link it prints, or: stack user add EMAIL --admin',
  })
}

async function checkSources({ installation, signal, log }: CommandContext): Promise<string> {
  const { instance, units, paths } = installation
  const failed: string[] = []
  for (const source of instance.sources) {
    const connector = units.connectors.get(source.connector)
    try {
      await connector?.check({
        config: connector.config.parse(source.config),
        tables: source.tables,
        configDir: paths.configDir,
        staging: paths.dataDir,
        log,
        signal,
        progress: () => undefined,
      })
    } catch (error) {
      const remedy = error instanceof AppError ? ` ${error.remedy ?? ''}` : ''
      failed.push(`${source.id}: ${messageOf(error)}.${remedy}`)
    }
  }
  if (failed.length > 0) throw new AppError(502, 'source_unreachable', failed.join('; '))
  return `${instance.sources.length} can be reached`
}

async function checkDisk({ installation }: CommandContext): Promise<string> {
  const { dataDir } = installation.paths
  const { type, bavail, bsize } = await statfs(dataDir)
  if (type === TMPFS) return 'nothing is kept here'
  const gigabytes = (bavail * bsize) / 1024 ** 3
  if (bavail * bsize >= MIN_FREE_BYTES) return `${gigabytes.toFixed(1)} GiB free at ${dataDir}`
  throw new AppError(507, 'disk_low', `only ${gigabytes.toFixed(2)} GiB are free at ${dataDir}`, {
    remedy: 'Free space there, or move DATA_DIR to a larger disk.',
  })
}

async function checkJobs(context: CommandContext): Promise<string> {
  const jobs = await listJobs((await context.storage()).db)
  const failed = jobs.filter(({ status }) => status === 'failed')
  if (failed.length === 0) return `${jobs.length} have run, none failed last time`
  throw new AppError(
    500,
    'jobs_failed',
    failed.map(({ name, error }) => `${name}: ${error}`).join('; '),
    { remedy: 'Mend what each says; it runs again by itself.' },
  )
}

async function checkMail(context: CommandContext): Promise<string> {
  const { db } = await context.storage()
  const { rows } = await db.pool.query<{ recipient: string; reason: string }>(
    `select recipient, last_error as reason from core.mail
     where sent_at is null and last_error is not null order by id desc limit 3`,
  )
  if (rows.length === 0) return 'nothing waits because of an error'
  throw new AppError(
    500,
    'mail_undelivered',
    rows.map(({ recipient, reason }) => `to ${recipient}: ${reason}`).join('; '),
    { remedy: 'Check SMTP_URL or SMTP_HOST; the outbox of the portal sends each again.' },
  )
}

async function checkBackup(context: CommandContext): Promise<string> {
  return newestBackup(backupFolder(context.installation), new Date())
}

async function checkStack({ installation }: CommandContext): Promise<string> {
  const { env } = installation
  const url = new URL('/health', publicUrlOf(env, env.PORT))
  let text: string
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
    text = ((await response.json()) as { status?: string }).status ?? 'unknown'
  } catch {
    return `does not run at ${url.origin}`
  }
  if (text === 'ok') return `runs at ${url.origin}`
  throw new AppError(503, 'stack_unhealthy', `runs at ${url.origin} and says: ${text}`, {
    remedy: 'The health page of the portal and the log say which service it is.',
  })
}
