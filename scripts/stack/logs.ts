import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { textOption, type Command, type CommandAction } from '#core/command.ts'
import { AppError, NotFound } from '#core/errors.ts'
import { findInstalled } from '../server/installed.ts'

const logs: CommandAction = {
  summary: 'Shows what the units said, oldest first.',
  usage: '[UNIT] [--follow] [--since TIME] [--lines N]',
  options: {
    follow: { type: 'boolean' },
    since: { type: 'string' },
    lines: { type: 'string', default: '200' },
  },
  positionals: { min: 0, max: 1 },
  longRunning: true,
  async run(input, { signal }) {
    const { installed } = await findInstalled()
    const all = [
      ...installed.units,
      ...installed.timers.map((timer) => timer.replace(/\.timer$/, '.service')),
    ]
    const [unit] = input.positionals
    const chosen = unit === undefined ? all : all.filter((name) => name === `${unit}.service`)
    if (chosen.length === 0) {
      throw new NotFound('no_such_unit', `There is no unit ${unit}.`, {
        remedy: `There are: ${all.map((name) => name.replace(/\.service$/, '')).join(', ')}`,
      })
    }
    const since = textOption(input, 'since')
    const args = [
      ...(installed.rootless ? ['--user'] : []),
      ...chosen.flatMap((name) => ['--unit', name]),
      ...(since === undefined ? ['--lines', textOption(input, 'lines') ?? '200'] : []),
      ...(since === undefined ? [] : ['--since', since]),
      ...(input.values['follow'] === true ? ['--follow'] : ['--no-pager']),
    ]
    const child = spawn('journalctl', args, { stdio: 'inherit', signal })
    const [code] = (await once(child, 'close')) as [number | null]
    if (code !== 0 && !signal.aborted) {
      throw new AppError(500, 'command_failed', `journalctl ended with ${code}`)
    }
  },
}

/** Stack `logs`: the journal of what is installed. */
export default {
  summary: 'What the services on this server said',
  actions: { '': logs },
} satisfies Command
