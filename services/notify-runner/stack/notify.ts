import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  commonOptions,
  isDryRun,
  isJson,
  requiredOption,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import { AppError, Unavailable } from '#core/errors.ts'
import { countOf } from '#core/portal/format-count.ts'
import { runningServices } from '#core/run/running-services.ts'
import { publicUrlOf } from '#core/run/stack-env.ts'
import { startService } from '#core/run/start-service.ts'
import { runScript, scriptTask } from '../runs/run-script.ts'
import { runningSandbox } from '../runs/running-sandbox.ts'
import { sandboxClient } from '../runs/sandbox-client.ts'
import manifest from '../service.ts'
import { openScriptFolders } from '../workspace/script-folder.ts'

export default {
  summary: 'Notification scripts of people',
  onState: true,
  actions: {
    run: {
      summary: 'Runs a script for its owner now, as the schedule would, and says how it ended.',
      usage: '--user NAME --script FILE [--dry-run] [--format json]',
      options: {
        user: { type: 'string' },
        script: { type: 'string' },
        ...commonOptions,
      },
      run,
    },
  },
} satisfies Command

async function run(input: CommandInput, context: CommandContext): Promise<void> {
  const username = requiredOption(input, 'user')
  const name = requiredOption(input, 'script')
  const { db } = await context.storage()
  const folders = openScriptFolders(context.installation.paths.homesDir)
  if (isDryRun(input)) {
    const { tables } = await scriptTask({ db, folders }, username, name)
    return show({ dryRun: true, username, script: name, tables: tables.length }, input, context)
  }
  await using opened = new AsyncDisposableStack()
  const sandbox =
    (await runningSandbox(runningServices(context.installation))) ??
    sandboxClient(await startSandbox(context, opened))
  const { log, signal } = context
  const result = await runScript(
    { db, folders, sandbox, log },
    { username, name, trigger: 'command' },
    signal,
  )
  if (isJson(input)) context.out(JSON.stringify(result, null, 2))
  else context.out(`${name}: ${result.status}${result.error ? `: ${result.error}` : ''}`)
  if (result.status !== 'failed') return
  throw new AppError(500, 'script_failed', `${name} failed: ${result.error ?? ''}`, {
    ...(result.remedy !== undefined && { remedy: result.remedy }),
  })
}

function show(
  plan: {
    readonly username: string
    readonly script: string
    readonly tables: number
    dryRun: true
  },
  input: CommandInput,
  { out, note }: CommandContext,
): void {
  if (isJson(input)) return out(JSON.stringify(plan, null, 2))
  const { username, script, tables } = plan
  out(`${script}: would run for ${username}, who sees ${countOf(tables, 'table')}`)
  note('Nothing was run: --dry-run.')
}

/** A sandbox of this command's own, so that it works whether or not the stack runs. A container has no code of it. */
async function startSandbox(
  { installation, log, storage }: CommandContext,
  opened: AsyncDisposableStack,
): Promise<string> {
  const [id] = manifest.needs
  const service = installation.units.services.find((found) => found.id === id)
  if (!service) {
    throw new Unavailable('no_sandbox', `The service ${id} does not answer`, {
      remedy: 'It is a container of its own: see that it runs.',
    })
  }
  const folder = await mkdtemp(join(tmpdir(), 'stack-notify-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const socket = join(folder, 'sandbox.sock')
  const { env, rawEnv, instance, paths, secrets } = installation
  const publicUrl = publicUrlOf(env, env.PORT)
  const around = { rawEnv, instance, paths, publicUrl, secrets, log, services: [] }
  await startService(
    service.manifest,
    await service.load(),
    { ...around, storage: await storage() },
    socket,
    opened,
  )
  return `unix:${socket}`
}
