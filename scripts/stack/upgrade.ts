import { textOption, UsageError, type Command, type CommandAction } from '#core/command.ts'
import { upgradeCompose } from '../compose/upgrade-compose.ts'
import { findInstalled } from '../server/installed.ts'
import { installInput, planOptions } from '../server/install-input.ts'
import { withServerLock } from '../server/server-lock.ts'
import { planShown } from '../server/step.ts'
import { switchVersion } from '../server/switch-version.ts'

const upgrade: CommandAction = {
  summary:
    'Runs the version of this checkout: beside the old one first, in its place when all is well, else not',
  usage: '[--target compose] [--images FILE] [--dry-run] [--format json]',
  options: { target: { type: 'string' }, images: { type: 'string' }, ...planOptions },
  async run(input, context) {
    const target = textOption(input, 'target')
    if (target === 'compose') return upgradeCompose(input, context)
    if (target !== undefined) {
      throw new UsageError(`--target ${target}: compose, or nothing for an installed server`)
    }
    const { layout } = await findInstalled()
    const shown = planShown(input)
    await withServerLock(layout, shown.dryRun, async () => {
      // Asked again: whoever had the lock before has changed it.
      const { installed } = await findInstalled()
      const made = await installInput(installed, input, context)
      if (made.release.version === installed.version) {
        context.note(`Version ${installed.version} is installed; stack install mends what differs.`)
        return
      }
      await switchVersion({ ...made, before: installed }, shown, context)
      context.note(`Version ${made.release.version}. Back: stack rollback`)
    })
  },
}

/** Stack `upgrade`: another version without a failed request, or the old one as it was. */
export default {
  summary: 'Go to the version of this checkout without a failed request',
  actions: { '': upgrade },
} satisfies Command
