import { commonOptions, type Command, type CommandAction } from '#core/command.ts'
import { NotFound } from '#core/errors.ts'
import { findInstalled } from '../server/installed.ts'
import { installInput } from '../server/install-input.ts'
import { readRelease } from '../server/release.ts'
import { withServerLock } from '../server/server-lock.ts'
import { withPlan } from '../server/plan.ts'
import { switchVersion } from '../server/switch-version.ts'

const rollback: CommandAction = {
  summary: 'Goes back to the version before, in the same way as forward: beside first.',
  usage: '[--dry-run] [--format json]',
  options: commonOptions,
  async run(input, context) {
    const { layout } = await findInstalled()
    await withPlan(input, context, (plan) =>
      withServerLock(layout, plan.dryRun, async () => {
        // Asked again: whoever had the lock before has changed it.
        const { installed } = await findInstalled([layout])
        const { previous } = installed
        if (previous === undefined) {
          throw new NotFound('no_previous_version', 'No version was installed before this one.')
        }
        const made = await installInput(installed, input, context)
        const release = await readRelease(layout, previous)
        await switchVersion({ ...made, release, before: installed }, plan, context)
        if (!plan.dryRun) context.note(`Version ${previous} again.`)
      }),
    )
  },
}

/** Stack `rollback`: the version before; it needs neither its checkout nor an archive. */
export default {
  summary: 'Go back to the version before',
  actions: { '': rollback },
} satisfies Command
