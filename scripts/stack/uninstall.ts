import {
  commonOptions,
  isDryRun,
  UsageError,
  type Command,
  type CommandAction,
} from '#core/command.ts'
import { findInstalled } from '../server/installed.ts'
import { serverCommands } from '../server/server-commands.ts'
import { planUninstall } from '../server/plan-uninstall.ts'
import { withServerLock } from '../server/server-lock.ts'
import { withPlan } from '../server/plan.ts'

const uninstall: CommandAction = {
  summary: 'Stops and removes all units. Data, secrets and configuration stay.',
  usage: '--yes [--dry-run] [--format json]',
  options: {
    yes: { type: 'boolean' },
    ...commonOptions,
  },
  async run(input, context) {
    const dryRun = isDryRun(input)
    const { layout, installed } = await findInstalled()
    if (!dryRun && input.values['yes'] !== true) {
      throw new UsageError(
        `This stops ${installed.units.length} units for everybody: say --yes. What would be done: --dry-run`,
      )
    }
    const commands = serverCommands({ rootless: installed.rootless, signal: context.signal })
    const steps = planUninstall({ layout, installed }, commands)
    await withPlan(input, context, (plan) => withServerLock(layout, dryRun, () => plan.run(steps)))
    context.note(`Kept: ${layout.config}, ${layout.state} and the volumes.`)
  },
}

/** Stack `uninstall`: takes the units away and nothing that cannot be made again. */
export default {
  summary: 'Remove the stack from this server; its data stays',
  actions: { '': uninstall },
} satisfies Command
