import { spawn, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { AppError } from '#core/errors.ts'

/** The code of the failure of a program that said itself why, to whoever called us. */
export const SAID_ITSELF = 'said_itself'

/** How a program talks to whoever called us. */
export interface Attached {
  readonly signal: AbortSignal
  /** All that it says is for people, and it is asked nothing. */
  readonly aside?: boolean
  /** Gets what it prints, however it ends; what it says besides is for people, and it is asked nothing. */
  readonly answer?: ((text: string) => void) | undefined
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** Runs a program that talks to whoever called us. Rejects when it does not end well. */
export async function runAttached(
  program: string,
  words: readonly string[],
  { aside = false, answer, ...options }: Attached,
): Promise<void> {
  const child = spawn(program, words, {
    ...options,
    stdio: answer ? ['ignore', 'pipe', 'inherit'] : stdioOf(aside),
  })
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part))
  const [code] = (await once(child, 'close').catch((error: unknown) => {
    options.signal.throwIfAborted()
    throw error
  })) as [number | null]
  answer?.(text)
  if (code === 0) return
  throw new AppError(500, SAID_ITSELF, 'It did not end well: the reason stands above')
}

function stdioOf(aside: boolean): StdioOptions {
  // Our input may be the rest of the script that called us, which an engine's `run` would read to its end.
  return aside ? ['ignore', process.stderr, 'inherit'] : 'inherit'
}
