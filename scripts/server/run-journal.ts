import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { AppError, messageOf } from '#core/errors.ts'

/**
 * Runs journalctl; its lines go to `take`, or to who reads ours. To be stopped is a good end of it; any other than
 * its own is an AppError.
 */
export async function runJournal(
  args: readonly string[],
  take: 'inherit' | ((line: string) => void),
  signal: AbortSignal,
): Promise<void> {
  const output = take === 'inherit' ? take : 'pipe'
  const child = spawn('journalctl', args, { stdio: ['ignore', output, 'inherit'], signal })
  try {
    const lines = take === 'inherit' || !child.stdout ? undefined : eachLine(child.stdout, take)
    const [[code, ended]] = (await Promise.all([once(child, 'close'), lines])) as [
      [number | null, string | null],
      void,
    ]
    // Who read it has seen enough, as `head` has.
    if (ended === 'SIGPIPE') return
    if (code !== 0) throw new Error(`ended with ${code ?? ended}`)
  } catch (error) {
    if (signal.aborted) return
    child.kill()
    throw new AppError(500, 'command_failed', `journalctl: ${messageOf(error)}`, { cause: error })
  }
}

async function eachLine(input: Readable, take: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input })) take(line)
}
