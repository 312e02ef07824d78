import type { CommandContext } from '#core/command.ts'
import type { ServerHere } from './installed.ts'
import { serverCommands, type ServerCommands } from './server-commands.ts'

/** Does something while nothing of the stack runs but its database; then all runs again, however it ended. */
export async function withUnitsStopped(
  { installed }: Pick<ServerHere, 'installed'>,
  work: () => Promise<void>,
  { installation, note }: Pick<CommandContext, 'installation' | 'note'>,
  // Ctrl-C ends the work, but never keeps the units from being started again.
  commands: Pick<ServerCommands, 'systemctl'> = serverCommands({ rootless: installed.rootless }),
): Promise<void> {
  // What the database requires must not be stopped: it would be stopped along.
  const kept = installation.units.services
    .filter(({ manifest: { role, kind } }) => role === 'database' || kind === 'setup')
    .map(({ manifest: { unit, id } }) => `${unit ?? id}.service`)
  const jobs = installed.timers.map((timer) => timer.replace(/\.timer$/, '.service'))
  const units = [...installed.units.filter((unit) => !kept.includes(unit)), ...jobs]
  note(`Stopping ${units.length} units …`)
  try {
    await commands.systemctl('stop', ...installed.timers, ...units)
    await work()
  } finally {
    note('Starting them again …')
    await commands.systemctl('start', ...installed.units, ...installed.timers)
  }
}
