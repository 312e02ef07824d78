import type { CommandContext } from '#core/command.ts'
import type { Storage } from '#core/database/open.ts'
import { createLog } from '#core/log.ts'
import { openInstallation } from '#core/run/installation.ts'
import { interruptionOf } from './interruption.ts'
import type { CommandProcess } from './run-stack-command.ts'

/** Opens what a command needs, and gives back only what it opened. */
export function openCommandContext(
  root: string,
  host: CommandProcess,
  { out, note }: Pick<CommandContext, 'out' | 'note'>,
  longRunning: boolean,
): { open(): Promise<CommandContext> } & AsyncDisposable {
  const interruption = interruptionOf(host)
  const quiet = !longRunning || host.stderr.isTTY
  const level = host.env['LOG_LEVEL'] ?? (quiet ? 'warn' : 'info')
  const log = createLog(level, host.stderr)
  let storage: Promise<Storage> | undefined
  return {
    async open() {
      const installation = await openInstallation(root, host.env, log, interruption.signal)
      return {
        root,
        installation,
        storage: () => (storage ??= installation.openStorage('command')),
        out,
        note,
        log,
        signal: interruption.signal,
      }
    },
    async [Symbol.asyncDispose]() {
      interruption[Symbol.dispose]()
      // Why it could not be opened was told to who asked for it.
      const opened = await storage?.catch(() => undefined)
      await opened?.close()
    },
  }
}
