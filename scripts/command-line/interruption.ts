import { AppError } from '#core/errors.ts'
import type { CommandProcess } from './run-stack-command.ts'

/** Its signal is aborted when the process is told to end, as by Ctrl-C; disposing of it leaves the process as it was. */
export function interruptionOf(
  host: CommandProcess,
): { readonly signal: AbortSignal } & Disposable {
  const interrupted = new AbortController()
  const onSignal = () => interrupted.abort(new AppError(500, 'interrupted', 'interrupted'))
  host.on('SIGINT', onSignal)
  host.on('SIGTERM', onSignal)
  return {
    signal: interrupted.signal,
    [Symbol.dispose]() {
      host.off('SIGINT', onSignal)
      host.off('SIGTERM', onSignal)
    },
  }
}
