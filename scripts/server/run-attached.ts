import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { AppError } from '#core/errors.ts'

/** The code of the failure of a program that said itself why, to whoever called us. */
export const SAID_ITSELF = 'said_itself'

/**
 * Runs a program that talks to whoever called us; `aside`: all that it says is for people, and it is asked nothing.
 * Rejects when it does not end well.
 */
export async function runAttached(
  program: string,
  words: readonly string[],
  {
    aside = false,
    ...options
  }: {
    readonly signal: AbortSignal
    readonly aside?: boolean
    readonly env?: NodeJS.ProcessEnv
    readonly cwd?: string
  },
): Promise<void> {
  const child = spawn(program, words, {
    ...options,
    // Our input may be the rest of the script that called us, which an engine's `run` would read to its end.
    stdio: aside ? ['ignore', process.stderr, 'inherit'] : 'inherit',
  })
  const [code] = (await once(child, 'close').catch((error: unknown) => {
    options.signal.throwIfAborted()
    throw error
  })) as [number | null]
  if (code === 0) return
  throw new AppError(500, SAID_ITSELF, 'It did not end well: the reason stands above')
}
