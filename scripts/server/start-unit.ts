import { AppError } from '#core/errors.ts'
import type { ServerCommands } from './server-commands.ts'

/**
 * Has systemd start units, or start them anew; resolves when they are well. Otherwise an AppError with what
 * the unit said last, because systemctl itself only says where to look.
 */
export async function startUnit(
  { ask, scope }: Pick<ServerCommands, 'ask' | 'scope'>,
  unit: string,
  how: readonly string[] = ['start'],
): Promise<void> {
  const { code, err } = await ask('systemctl', [...scope, ...how, unit])
  if (code === 0) return
  const journal = ['--unit', unit, '--lines', '10', '--no-pager', '--output', 'cat']
  const { out } = await ask('journalctl', [...scope, ...journal])
  throw new AppError(503, 'unit_not_well', `${unit} did not become well:\n${(out || err).trim()}`, {
    remedy: `journalctl ${[...scope, '-n', '100', '-u', unit].join(' ')}`,
  })
}
