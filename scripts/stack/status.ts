import { commonOptions, isJson, type Command, type CommandAction } from '#core/command.ts'
import { AppError } from '#core/errors.ts'
import { printTable } from '../command-line/print-table.ts'
import { findInstalled } from '../server/installed.ts'
import { serverCommands } from '../server/server-commands.ts'
import { unitStates } from '../server/unit-states.ts'

const status: CommandAction = {
  summary: 'Shows every unit of the installation; ends with 1 when one is not as it should be.',
  usage: '[--dry-run] [--format json]',
  options: commonOptions,
  async run(input, context) {
    const { installed } = await findInstalled()
    const { target, version, previous, rootless } = installed
    const states = await unitStates(installed, serverCommands(rootless, context.signal))
    if (isJson(input)) {
      context.out(JSON.stringify({ target, version, previous, units: states }, null, 2))
    } else {
      const before = previous === undefined ? '' : `, before it ${previous}`
      context.note(`Version ${version} as ${target}${before}`)
      printTable(
        context,
        ['unit', 'state', 'since', 'restarts'],
        states.map(({ unit, active, sub, since, restarts }) => [
          unit,
          `${active} (${sub})`,
          since,
          restarts,
        ]),
      )
    }
    const bad = states.filter(({ well }) => !well).map(({ unit }) => unit)
    if (bad.length === 0) return
    throw new AppError(503, 'units_unwell', `not active: ${bad.join(', ')}`, {
      remedy: `journalctl ${rootless ? '--user ' : ''}-n 50 -u ${bad[0]}`,
    })
  },
}

/** Stack `status`: what runs on this server, and since when. */
export default {
  summary: 'What runs on this server',
  actions: { '': status },
} satisfies Command
