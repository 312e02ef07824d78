import { resolve } from 'node:path'
import { prepareFolder } from '#core/backup/backup-folder.ts'
import {
  commonOptions,
  isJson,
  textOption,
  UsageError,
  type Command,
  type CommandContext,
} from '#core/command.ts'
import type { CommandInput } from '#core/command.ts'
import type { CheckContext, Finding } from '#core/doctor-check.ts'
import { AppError, messageOf } from '#core/errors.ts'
import { backupFolder } from '../command-line/backup-folder.ts'
import { findChecks, type FoundCheck } from '../command-line/find-checks.ts'
import { stateHere, targetOption } from '../command-line/state-here.ts'
import { typedOptions } from '../command-line/typed-options.ts'

/** Stack `doctor`: what each file in a folder `doctor` checks. */
export default {
  summary: 'Check the installation; each finding says how to mend it',
  actions: {
    '': {
      summary: 'Runs all checks, or those that are named; ends with 1 when one of them fails.',
      usage: '[CHECK…] [--target compose] [--backups DIR] [--dry-run] [--format json]',
      options: {
        ...targetOption,
        backups: { type: 'string' },
        ...commonOptions,
      },
      positionals: { min: 0, max: 100 },
      run: runChecks,
    },
  },
} satisfies Command

const signs = { ok: '✓', warn: '!', fail: '✗' } as const

async function runChecks(input: CommandInput, context: CommandContext): Promise<void> {
  const state = await stateHere(input, context)
  const named = textOption(input, 'backups')
  if (state) {
    const folder = resolve(named ?? state.backups)
    await prepareFolder(folder)
    const args = ['doctor', ...input.positionals, ...typedOptions(input, ['format'])]
    return state.run([...args, `--backups=${folder}`], { folders: [folder] })
  }
  const checks = chosen(await findChecks(context.root, context.installation), input.positionals)
  const at = { ...context, backups: named ?? backupFolder(context.installation) }
  const json = isJson(input)
  const findings: (Finding & { readonly check: string })[] = []
  for (const check of checks) {
    const found = await runCheck(check, at)
    findings.push({ check: check.name, ...found })
    if (json) continue
    context.out(`${signs[found.status]} ${check.name}: ${found.detail}`)
    if (found.remedy !== undefined) context.out(`  ${found.remedy}`)
  }
  if (json) context.out(JSON.stringify(findings, null, 2))
  const failed = findings.filter(({ status }) => status === 'fail').length
  if (failed > 0) throw new AppError(500, 'unhealthy', `${failed} of ${checks.length} failed`)
}

function chosen(checks: readonly FoundCheck[], names: readonly string[]): readonly FoundCheck[] {
  const known = checks.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new UsageError(`there is no check ${unknown.join(', ')}: there are ${known.join(', ')}`)
  }
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name))
}

async function runCheck({ run }: FoundCheck, context: CheckContext): Promise<Finding> {
  try {
    return await run(context)
  } catch (error) {
    const remedy = error instanceof AppError ? error.remedy : undefined
    return { status: 'fail', detail: messageOf(error), ...(remedy !== undefined && { remedy }) }
  }
}
