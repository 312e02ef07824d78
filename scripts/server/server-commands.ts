import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { AppError } from '#core/errors.ts'

/** How a program of the server's ended. */
export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The programs of the server: systemctl and podman of the system, or of the user. */
export interface ServerCommands {
  /** What systemctl and journalctl are told first: `--user` where the installation is a user's. */
  readonly scope: readonly string[]
  /** Runs a program and resolves however it ends; one that is not there ends with 127, as in a shell. */
  ask(program: string, args: readonly string[], input?: string): Promise<Ended>
  /** Runs a program that must end well; otherwise an AppError with what it said. */
  must(program: string, args: readonly string[], input?: string): Promise<string>
  /** `systemctl` of the system, or of the user. */
  systemctl(...args: readonly string[]): Promise<string>
}

/** Where programs run, and what ends them. */
export interface Execution {
  /** Whether systemd is the user's own. */
  readonly rootless?: boolean
  /** Ends what runs, as Ctrl-C does; without it nothing does. */
  readonly signal?: AbortSignal
  readonly cwd?: string
}

/** Nothing is ever passed through a shell. */
export function serverCommands({ rootless = false, signal, cwd }: Execution): ServerCommands {
  const ask: ServerCommands['ask'] = (program, args, input) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, { signal, cwd, stdio: ['pipe', 'pipe', 'pipe'] })
      let [out, err] = ['', '']
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
      child.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT'
          ? resolve({ code: 127, out, err: missing(program, cwd) })
          : reject(error),
      )
      child.once('close', (code) => resolve({ code: code ?? 1, out, err }))
      // A program that does not read its input may close it.
      child.stdin.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') reject(error)
      })
      child.stdin.end(input)
    })
  const must: ServerCommands['must'] = async (program, args, input) => {
    const { code, out, err } = await ask(program, args, input)
    if (code === 0) return out
    throw new AppError(500, 'command_failed', failure(program, args, code, err || out))
  }
  const scope = rootless ? ['--user'] : []
  return { scope, ask, must, systemctl: (...args) => must('systemctl', [...scope, ...args]) }
}

/** Node says the same of a program that is missing and of a folder. */
function missing(program: string, cwd: string | undefined): string {
  const folderIsThere = cwd === undefined || existsSync(cwd)
  return folderIsThere ? `${program} is not installed` : `${cwd} is not there`
}

function failure(program: string, args: readonly string[], code: number, said: string): string {
  const last = said.trim().split('\n').slice(-5).join('; ')
  return `${[program, ...args].join(' ')} ended with ${code}: ${last || 'it said nothing'}`
}
