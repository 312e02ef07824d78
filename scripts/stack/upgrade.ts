import { commonOptions, type Command, type CommandAction } from '#core/command.ts'
import { isCompose, targetOption } from '../command-line/state-here.ts'
import { upgradeCompose } from '../compose/upgrade-compose.ts'
import { beforeUpgrade } from '../server/before-upgrade.ts'
import { findInstalled } from '../server/installed.ts'
import { installedState } from '../server/installed-state.ts'
import { installInput } from '../server/install-input.ts'
import { withServerLock } from '../server/server-lock.ts'
import { withPlan } from '../server/plan.ts'
import { switchVersion } from '../server/switch-version.ts'

const upgrade: CommandAction = {
  summary:
    'Runs the version of this checkout: its migrations on a copy, a backup, beside the old one, in its place when all is well, else not',
  usage: '[--target compose] [--images FILE] [--no-backup] [--dry-run] [--format json]',
  options: {
    ...targetOption,
    images: { type: 'string' },
    'no-backup': { type: 'boolean' },
    ...commonOptions,
  },
  async run(input, context) {
    if (isCompose(input)) return upgradeCompose(input, context)
    const { layout } = await findInstalled()
    await withPlan(input, context, (plan) =>
      withServerLock(layout, plan.dryRun, async () => {
        // Asked again: whoever had the lock before has changed it.
        const { installed } = await findInstalled([layout])
        const made = await installInput(installed, input, context)
        const { version } = made.release
        if (version === installed.version) {
          context.note(`Version ${version} is installed; stack install mends what differs.`)
          return
        }
        const backup = input.values['no-backup'] !== true
        const state = installedState({ layout, installed }, context)
        const first = beforeUpgrade(state, { from: installed.version, to: version, backup })
        await switchVersion({ ...made, before: installed, first }, plan, context)
        if (!plan.dryRun) context.note(`Version ${version}. Back: stack rollback`)
      }),
    )
  },
}

/** Stack `upgrade`: another version without a failed request, or the old one as it was. */
export default {
  summary: 'Go to the version of this checkout without a failed request',
  actions: { '': upgrade },
} satisfies Command
