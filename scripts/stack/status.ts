import {
  commonOptions,
  isJson,
  type Command,
  type CommandAction,
  type CommandContext,
  type CommandInput,
} from '#core/command.ts'
import { AppError, messageOf } from '#core/errors.ts'
import type { JobRecord } from '#core/jobs.ts'
import { printTable } from '../command-line/print-table.ts'
import { isCompose, stateHere, targetOption } from '../command-line/state-here.ts'
import { typedOptions } from '../command-line/typed-options.ts'
import { versionOf } from '../deploy-input/version-of.ts'
import { jobDocument } from '../jobs/job-document.ts'
import { jobStates } from '../jobs/job-states.ts'
import { lastRuns } from '../jobs/last-runs.ts'
import { printJobs } from '../jobs/print-jobs.ts'
import { installedHere } from '../server/installed.ts'
import { askLastRuns } from '../status/ask-last-runs.ts'
import { composeParts } from '../status/compose-parts.ts'
import { embeddedParts } from '../status/embedded-parts.ts'
import { installedParts } from '../status/installed-parts.ts'
import type { RunningParts } from '../status/running-parts.ts'

const status: CommandAction = {
  summary:
    'Shows what runs, and of each job its last run and its next; ends with 1 when a part is not as it should be.',
  usage: '[--target compose] [--dry-run] [--format json]',
  options: { ...targetOption, ...commonOptions },
  async run(input, context) {
    const parts = await partsHere(input, context)
    const { records, unknown } = await runsHere(input, context, parts)
    const { installation } = context
    const { whyNot } = parts
    const jobs = jobStates({ installation, records, now: new Date(), whyNot })
    if (isJson(input)) {
      const more = unknown === undefined ? {} : { lastRunsUnknown: unknown }
      const document = { ...parts.document, jobs: jobs.map(jobDocument), ...more }
      context.out(JSON.stringify(document, null, 2))
    } else {
      context.note(parts.heading)
      printTable(context, parts.head, parts.rows)
      context.out('')
      printJobs(context, jobs, unknown === undefined)
    }
    parts.refuseUnwell()
    if (unknown === undefined) return
    throw new AppError(503, 'last_runs_unknown', `The last runs are not known: ${unknown}`)
  },
}

const jobs: CommandAction = {
  summary: 'Shows of each job its schedule, its last run and its next, whatever runs.',
  usage: '[--target compose] [--dry-run] [--format json]',
  options: { ...targetOption, ...commonOptions },
  async run(input, context) {
    const state = await stateHere(input, context)
    if (state) {
      await state.run(['status', 'jobs', ...typedOptions(input, ['dry-run', 'format'])])
      return
    }
    const { installation } = context
    const records = await lastRuns(installation)
    const states = jobStates({ installation, records, now: new Date() })
    if (isJson(input)) context.out(JSON.stringify(states.map(jobDocument), null, 2))
    else printJobs(context, states)
  },
}

/** Stack `status`: what runs on this server, and since when. */
export default {
  summary: 'What runs on this server, and when its jobs did',
  actions: { '': status, jobs },
} satisfies Command

async function partsHere(input: CommandInput, context: CommandContext): Promise<RunningParts> {
  if (isCompose(input)) return composeParts(context)
  const server = await installedHere()
  if (server) return installedParts(server.installed, context)
  return embeddedParts(context, await versionOf(context.root))
}

/** A stack that is down, or a database that is away, keeps all else from nobody. */
async function runsHere(
  input: CommandInput,
  context: CommandContext,
  { unasked, version }: RunningParts,
): Promise<{ readonly records: readonly JobRecord[]; readonly unknown?: string }> {
  if (unasked !== undefined) return { records: [], unknown: unasked }
  try {
    const state = await stateHere(input, context)
    return {
      records: await (state ? askLastRuns(state, version) : lastRuns(context.installation)),
    }
  } catch (error) {
    context.signal.throwIfAborted()
    return { records: [], unknown: messageOf(error) }
  }
}
