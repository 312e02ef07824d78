import { AppError, messageOf } from '../errors.ts'
import { createLog, type Logger } from '../log.ts'

/**
 * Runs the program of a container or a unit until it ends or is told to (SIGTERM, SIGINT), and ends the
 * process: with 0, or with 1 after a line that says what is wrong and how to mend it.
 */
export async function runProgram(
  program: (log: Logger, signal: AbortSignal) => Promise<void>,
): Promise<never> {
  const log = createLog(process.env['LOG_LEVEL'] || 'info')
  const told = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => told.abort(new Error(`told to stop by ${name}`)))
  }
  try {
    await program(log, told.signal)
  } catch (error) {
    if (!told.signal.aborted) {
      const remedy = error instanceof AppError ? error.remedy : undefined
      log.fatal({ ...(!(error instanceof AppError) && { err: error }), remedy }, messageOf(error))
      process.exit(1)
    }
  }
  // What still waits, for a database that never came, must not keep a stopped container alive.
  process.exit(0)
}

/** Resolves once the signal is given. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** The result of some work, or the signal's reason when that comes first. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = untilAborted(signal).then(() => Promise.reject(signal.reason as Error))
  return Promise.race([work, aborted])
}
