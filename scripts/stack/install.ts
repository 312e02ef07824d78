import { commonOptions, textOption, type Command, type CommandAction } from '#core/command.ts'
import { installInput, serverTarget } from '../server/install-input.ts'
import { previousVersion } from '../server/installed.ts'
import { leftBeside } from '../server/left-beside.ts'
import { planInstall } from '../server/plan-install.ts'
import { withPlan } from '../server/plan.ts'
import { pruneReleases } from '../server/prune-releases.ts'
import { serverLayout } from '../server/server-layout.ts'
import { withServerLock } from '../server/server-lock.ts'

const install: CommandAction = {
  summary:
    'Makes this server run the stack: images or checkout, units, users, folders; again without harm',
  usage:
    '[--target quadlet|systemd] [--rootless] [--images FILE] [--public-url URL] [--dry-run] [--format json]',
  options: {
    target: { type: 'string', default: 'quadlet' },
    rootless: { type: 'boolean' },
    images: { type: 'string' },
    'public-url': { type: 'string' },
    ...commonOptions,
  },
  async run(input, context) {
    const target = serverTarget(textOption(input, 'target'))
    const rootless = input.values['rootless'] === true
    await withPlan(input, context, (plan) =>
      withServerLock(serverLayout(rootless), plan.dryRun, async () => {
        const made = await installInput({ target, rootless }, input, context)
        await plan.run(leftBeside(made.before?.files ?? [], made.commands))
        await plan.run(await planInstall(made))
        const { version } = made.release
        await plan.run(await pruneReleases(made, [version, previousVersion(made.before, version)]))
      }),
    )
  },
}

/** Stack `install`: shows what differs from how the server should be, and does it. */
export default {
  summary: 'Install the stack on this server, or bring it up to date with its configuration',
  actions: { '': install },
} satisfies Command
