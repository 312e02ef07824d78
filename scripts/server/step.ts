import { textOption, type CommandContext, type CommandInput } from '#core/command.ts'

/** One thing that must still be done; whatever is as it should be is no step. */
export interface Step {
  readonly does:
    | 'need'
    | 'create'
    | 'change'
    | 'remove'
    | 'load'
    | 'enable'
    | 'start'
    | 'restart'
    | 'reload'
    | 'stop'
  readonly what: string
  /** What changes in a file, as diff(1) writes it. */
  readonly diff?: string
  apply(): Promise<void>
}

/** How a plan is shown and whether it is carried out. */
export interface PlanOptions {
  readonly dryRun: boolean
  readonly json: boolean
}

/** As it was typed: --dry-run, --format json. */
export function planShown(input: CommandInput): PlanOptions {
  return {
    dryRun: input.values['dry-run'] === true,
    json: textOption(input, 'format') === 'json',
  }
}

/** Shows each step and does it, in order; a dry run shows alone. The first that fails ends it with its error. */
export async function runPlan(
  steps: readonly Step[],
  { dryRun, json }: PlanOptions,
  { out, note, signal }: Pick<CommandContext, 'out' | 'note' | 'signal'>,
): Promise<void> {
  if (!json && steps.length === 0) note('Nothing is to be done.')
  for (const [at, step] of steps.entries()) {
    const { does, what, diff } = step
    if (!json) {
      out(`${dryRun ? 'would ' : ''}${does} ${what}`)
      if (diff !== undefined) out(indented(diff))
    }
    signal.throwIfAborted()
    if (!dryRun) await step.apply()
    if (!json && !dryRun && does === 'start') note(`${at + 1} of ${steps.length} done`)
  }
  if (json) {
    const shown = steps.map(({ does, what, diff }) => ({ does, what, diff }))
    out(JSON.stringify({ dryRun, steps: shown }, null, 2))
  }
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}
