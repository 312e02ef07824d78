import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

/** How a run of the command line ended. */
export interface AnalystRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A run of the command line that has begun; it does not outlive the test that disposes of it. */
export interface StartedAnalyst extends AsyncDisposable {
  readonly child: ChildProcess
  readonly done: Promise<AnalystRun>
  /** Resolves when it has said this, on either stream. */
  said(pattern: RegExp): Promise<void>
}

/** The file that is `analyst` in a checkout. */
export const checkout = join(import.meta.dirname, '../../scripts/analyst.ts')

/** Starts `analyst` as a process of its own, by default the checkout's with this Node. */
export function startAnalyst(
  args: readonly string[],
  options: {
    readonly token?: string
    readonly cwd?: string
    readonly node?: string
    readonly program?: string
    readonly env?: Readonly<Record<string, string>>
  } = {},
): StartedAnalyst {
  const { ANALYST_TOKEN: _, ...inherited } = process.env
  const token = options.token === undefined ? {} : { ANALYST_TOKEN: options.token }
  const child = spawn(options.node ?? process.execPath, [options.program ?? checkout, ...args], {
    cwd: options.cwd,
    env: { ...inherited, ...token, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let all = ''
  let bell = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      all += String(chunk)
      bell.resolve()
      bell = Promise.withResolvers()
    })
  }
  const done = new Promise<AnalystRun>((resolve, reject) => {
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
  child.stdin.end()
  return {
    child,
    done,
    async said(pattern) {
      const ended = done.then(({ code }) => {
        if (!pattern.test(all)) throw new Error(`it ended with ${code} and said: ${all}`)
      })
      while (!pattern.test(all)) await Promise.race([bell.promise, ended])
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await done
    },
  }
}

/** Runs `analyst` to its end. */
export function runAnalystProcess(...run: Parameters<typeof startAnalyst>): Promise<AnalystRun> {
  return startAnalyst(...run).done
}
