import { AppError } from '#core/errors.ts'
import type { ServerCommands } from './server-commands.ts'

/** Has systemd stop a unit; one that it does not know, as after a change that broke off, does not run. */
export async function stopUnit(
  { ask, scope }: Pick<ServerCommands, 'ask' | 'scope'>,
  unit: string,
): Promise<void> {
  const { code, err } = await ask('systemctl', [...scope, 'stop', unit])
  // 5: it is not loaded (systemctl(1), Exit status).
  if (code === 0 || code === 5) return
  throw new AppError(500, 'unit_not_stopped', `${unit} could not be stopped: ${err.trim()}`)
}

/** Has systemd not start a unit at boot any more, where it would. */
export async function disableUnit(
  { ask, systemctl, scope }: Pick<ServerCommands, 'ask' | 'systemctl' | 'scope'>,
  unit: string,
): Promise<void> {
  const { code } = await ask('systemctl', [...scope, 'is-enabled', '--quiet', unit])
  if (code === 0) await systemctl('disable', unit)
}
