import { basename } from 'node:path'
import { UsageError, type Command, type CommandAction } from '#core/command.ts'
import { findInstalled, recordFile } from '../server/installed.ts'
import { serverCommands } from '../server/server-commands.ts'
import { planOptions } from '../server/install-input.ts'
import { giveBack } from '../server/keep-aside.ts'
import { withServerLock } from '../server/server-lock.ts'
import { withPlan } from '../server/plan.ts'
import type { Step } from '../server/step.ts'

const uninstall: CommandAction = {
  summary: 'Stops and removes all units. Data, secrets and configuration stay.',
  usage: '--yes [--dry-run] [--format json]',
  options: {
    yes: { type: 'boolean' },
    ...planOptions,
  },
  async run(input, context) {
    const dryRun = input.values['dry-run'] === true
    const { layout, installed } = await findInstalled()
    if (!dryRun && input.values['yes'] !== true) {
      throw new UsageError(
        `This stops ${installed.units.length} units for everybody: say --yes. What would be done: --dry-run`,
      )
    }
    const commands = serverCommands(installed.rootless, context.signal)
    const running = [...installed.timers, ...installed.units.toReversed()]
    const steps: readonly Step[] = [
      ...running.map((unit): Step => ({
        does: 'stop',
        what: unit,
        apply: async () => void (await commands.systemctl('stop', unit)),
      })),
      ...enabled(installed.target, installed.timers, installed.units).map((unit): Step => ({
        does: 'remove',
        what: `the start of ${unit} at boot`,
        apply: async () => void (await commands.systemctl('disable', unit)),
      })),
      ...[...installed.files, recordFile(layout)].map(giveBack),
      {
        does: 'change',
        what: 'the units that systemd knows',
        apply: async () => void (await commands.systemctl('daemon-reload')),
      },
    ]
    await withPlan(input, context, (plan) => withServerLock(layout, dryRun, () => plan.run(steps)))
    context.note(`Kept: ${layout.config}, ${layout.state} and the volumes.`)
  },
}

/** Stack `uninstall`: takes the units away and nothing that cannot be made again. */
export default {
  summary: 'Remove the stack from this server; its data stays',
  actions: { '': uninstall },
} satisfies Command

/** The units that `systemctl enable` was said of: quadlets are started by their files. */
function enabled(
  target: 'quadlet' | 'systemd',
  timers: readonly string[],
  units: readonly string[],
): readonly string[] {
  return [...timers, ...(target === 'systemd' ? units : [])].map((unit) => basename(unit))
}
