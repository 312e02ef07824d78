import { AppError } from '#core/errors.ts'
import type { ServerCommands } from './server-commands.ts'

/** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV (signal(7)): the runtime itself gave up, whatever it ran. */
const CRASHES: readonly number[] = [4, 5, 6, 7, 8, 11]

/** That a process ended by itself, and by no signal (waitid(2)). */
const CLD_EXITED = '1'

/**
 * Has systemd start units, or start them anew; resolves when they are well. What a crash of its runtime ended is tried
 * once more. Otherwise an AppError with what the unit said last, because systemctl itself only says where to look.
 */
export async function startUnit(
  commands: Pick<ServerCommands, 'ask' | 'scope'>,
  unit: string,
  how: readonly string[] = ['start'],
): Promise<void> {
  const { ask, scope } = commands
  const start = () => ask('systemctl', [...scope, ...how, unit])
  let { code, err } = await start()
  if (code !== 0 && (await hasCrashed(commands, unit))) ({ code, err } = await start())
  if (code === 0) return
  const journal = ['--unit', unit, '--lines', '10', '--no-pager', '--output', 'cat']
  const { out } = await ask('journalctl', [...scope, ...journal])
  throw new AppError(503, 'unit_not_well', `${unit} did not become well:\n${(out || err).trim()}`, {
    remedy: `journalctl ${[...scope, '-n', '100', '-u', unit].join(' ')}`,
  })
}

/** An engine gives the signal of what ended in a container as 128 and its number. */
async function hasCrashed(
  { ask, scope }: Pick<ServerCommands, 'ask' | 'scope'>,
  unit: string,
): Promise<boolean> {
  const show = ['show', '--property=ExecMainCode,ExecMainStatus', unit]
  const { out } = await ask('systemctl', [...scope, ...show])
  const [, ended] = /^ExecMainCode=(\d+)$/m.exec(out) ?? []
  const [, status] = /^ExecMainStatus=(\d+)$/m.exec(out) ?? []
  return CRASHES.includes(ended === CLD_EXITED ? Number(status) - 128 : Number(status))
}
