import {
  commonOptions,
  isDryRun,
  isJson,
  type Command,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import { checkConnector } from '#core/unit-check.ts'
import { discoverUnits } from '#core/discover.ts'
import { readEnv } from '#core/env.ts'
import { AppError } from '#core/errors.ts'
import { startEngine } from '../engine/engine.ts'
import { followRuns } from '../engine/follow-runs.ts'
import { engineOptions, openEngineContext } from '../engine/open-engine-context.ts'
import { refuseUnknownSource } from '../engine/refuse-unknown-source.ts'
import { requestRun, type Run, type RunRequest } from '../engine/runs.ts'
import manifest from '../service.ts'

export default {
  summary: 'Pull sources now',
  onState: true,
  actions: {
    '': {
      summary:
        'Pulls everything, one source, or one table, and waits for the end. Works while the stack runs and while it is down.',
      usage: '[SOURCE | SOURCE/TABLE]… [--dry-run] [--format json]',
      options: commonOptions,
      positionals: { min: 0, max: 100 },
      run: sync,
    },
  },
} satisfies Command

async function sync(input: CommandInput, context: CommandContext): Promise<void> {
  const { positionals: names } = input
  const json = isJson(input)
  const { installation, log, signal } = context
  const { db, events, leases } = await context.storage()
  const { instance, paths } = installation
  const env = readEnv(manifest.env, installation.rawEnv)
  const connectors = await discoverUnits(paths.root, 'connectors', checkConnector)
  const engine = openEngineContext({ db, events, instance, paths, log, env, connectors })
  const requests =
    names.length === 0 ? instance.sources.map(({ id }) => wholeSource(id)) : names.map(parseName)
  for (const { source } of requests) refuseUnknownSource(instance.sources, source)
  if (requests.length === 0 && json) return context.out(documentOf([]))
  if (requests.length === 0)
    return context.out('There is nothing to pull: instance.yaml names no source')

  if (isDryRun(input)) return showRequests(requests, json, context)
  const ids: number[] = []
  for (const request of requests) ids.push(await requestRun(engine.catalogue, events, request))
  // While the stack runs its engine holds the lease and does the work; this one then only waits.
  const worker = startEngine(engine, leases, {
    ...engineOptions(env),
    checkAllAtStart: false,
    pollMs: 1000,
  })
  try {
    const ended = await followRuns(engine.catalogue, events, ids, context.note, signal)
    const failed = ended.filter(({ status }) => status === 'failed')
    if (json) context.out(documentOf(ended))
    else context.out(`${ended.length - failed.length} of ${ended.length} runs ended well`)
    if (failed.length > 0) throw new AppError(500, 'sync_failed', `${failed.length} failed`)
  } finally {
    await worker.close()
  }
}

/** What a source offers by now is found out only by asking it, which is a run already. */
function showRequests(
  requests: readonly RunRequest[],
  json: boolean,
  { out, note }: CommandContext,
): void {
  const told = requests.map(({ source, tableId }) => ({ source, table: tableId ?? null }))
  if (json) return out(JSON.stringify({ dryRun: true, requests: told }, null, 2))
  for (const { source, table } of told) out(table ?? `${source}: all that it offers`)
  note('Nothing was pulled: --dry-run.')
}

function documentOf(runs: readonly Run[]): string {
  const told = runs.map(({ source, table_id: table, status, rows, rejected, error, remedy }) => ({
    ...{ source, table, status, rows, rejected, error, remedy },
  }))
  return JSON.stringify({ runs: told }, null, 2)
}

function wholeSource(source: string): RunRequest {
  return { source, trigger: 'command' }
}

function parseName(name: string): RunRequest {
  const [source = '', table] = name.split('/', 2)
  return { source, trigger: 'command', ...(table !== undefined && { tableId: name }) }
}
