import { isDryRun, isJson, type CommandContext, type CommandInput } from '#core/command.ts'
import { messageOf } from '#core/errors.ts'
import type { Step } from './step.ts'

/** Shows steps and carries them out, as they come to be known. */
export interface Plan {
  /** Whether steps are shown alone. */
  readonly dryRun: boolean
  /** Shows each step and does it, in order; the first that fails ends it with its error. */
  run(steps: readonly Step[]): Promise<void>
}

/**
 * Does work by a plan that is shown as was typed: line by line, or with `--format json` as one document at the end,
 * which tells of each step whether it was done, also when the work fails.
 */
export async function withPlan(
  input: CommandInput,
  { out, note, signal }: Pick<CommandContext, 'out' | 'note' | 'signal'>,
  work: (plan: Plan) => Promise<void>,
): Promise<void> {
  const dryRun = isDryRun(input)
  const json = isJson(input)
  const shown: (Omit<Step, 'apply'> & { done: boolean })[] = []
  const tell = (error?: string) =>
    out(JSON.stringify({ dryRun, steps: shown, ...(error !== undefined && { error }) }, null, 2))
  // Services of other users read what is made, also where root's own umask closes everything.
  const umask = process.umask(0o022)
  try {
    await work({ dryRun, run })
  } catch (error) {
    if (json) tell(messageOf(error))
    throw error
  } finally {
    process.umask(umask)
  }
  if (json) tell()
  else if (shown.length === 0) note('Nothing is to be done.')

  async function run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      const { does, what, diff } = step
      const one = { does, what, ...(diff !== undefined && { diff }), done: false }
      shown.push(one)
      if (!json) {
        out(`${dryRun ? 'would ' : ''}${does} ${what}`)
        if (diff !== undefined) out(indented(diff))
      }
      signal.throwIfAborted()
      if (dryRun) continue
      await step.apply()
      one.done = true
    }
  }
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}
