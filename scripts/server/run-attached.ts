import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { AppError } from '#core/errors.ts'

/** Runs a program that talks to whoever called us; `aside`: all of it for people. Rejects when it does not end well. */
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
    stdio: ['inherit', aside ? process.stderr : 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) return
  throw new AppError(500, 'command_failed', 'It did not end well: the reason stands above')
}
