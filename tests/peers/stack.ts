import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram, type Ended } from './run-program.ts'

const root = join(import.meta.dirname, '../..')

/** A stack in a process of its own, as `npm start` runs it. */
export interface TestStack {
  readonly child: ChildProcess
  readonly url: string
  /** The one-time link of the first administrator, as printed. */
  readonly link: string | undefined
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>
}

/** Starts the stack of a checkout on a data folder and resolves when it has printed its address. */
export async function startStack(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  tree: string = root,
): Promise<TestStack> {
  const child = spawn(process.execPath, ['scripts/stack.ts', 'start'], {
    cwd: tree,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: dataDir,
      CONFIG_DIR: join(dataDir, 'no-config'),
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let said = ''
  let failed = ''
  child.stderr.on('data', (chunk) => (failed += String(chunk)))
  const welcomed = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('Ctrl-C')) resolve()
    })
  })
  await Promise.race([welcomed, exited])
  const url = /runs at (http:\S+)/.exec(said)?.[1]
  if (url === undefined) throw new Error(`the stack did not start: ${failed}`)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const [code] = (await exited) as [number | null]
    return code
  }
  return {
    child,
    url,
    link: /(http:\S+\/first-administrator\/\S+)/.exec(said)?.[1],
    interrupt: () => end('SIGINT'),
    kill: async () => void (await end('SIGKILL')),
  }
}

/** A folder for state that is removed at the end. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'stack-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Runs a command line of the checkout to its end. */
export function runScript(
  script: 'stack' | 'analyst',
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  tree: string = root,
): Promise<Ended> {
  return runProgram(process.execPath, [`scripts/${script}.ts`, ...args], {
    cwd: tree,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  })
}
