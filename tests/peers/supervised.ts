import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const RESTART_MS = 100

/** A program that is started again whenever it ends, as a supervisor does on a server. */
export interface Supervised extends AsyncDisposable {
  /** kill -9, at whatever it is doing. */
  kill(): void
  readonly starts: number
  /** The last of what it wrote to its error stream. */
  readonly lastWords: string
}

export function supervise(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Supervised {
  let child: ChildProcess | undefined
  let ending = false
  let starts = 0
  let words = ''

  async function keepAlive(): Promise<void> {
    while (!ending) {
      starts += 1
      const started = spawn(process.execPath, args, {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      child = started
      started.stderr.on('data', (chunk) => (words = (words + String(chunk)).slice(-4000)))
      await once(started, 'exit')
      await sleep(RESTART_MS)
    }
  }
  const alive = keepAlive()

  return {
    kill: () => void child?.kill('SIGKILL'),
    get starts() {
      return starts
    },
    get lastWords() {
      return words
    },
    async [Symbol.asyncDispose]() {
      ending = true
      child?.kill('SIGTERM')
      await alive
    },
  }
}
