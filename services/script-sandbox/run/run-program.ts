import { spawn } from 'node:child_process'
import type { ProcessWatch } from './process-watch.ts'
import { watchFolder } from './watch-folder.ts'

/** A program that is behind the wall already by its command. */
export interface WalledProgram {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly wallSeconds: number
  readonly processes: ProcessWatch
  /** Nobody waits for its end any more. */
  readonly left?: AbortSignal | undefined
}

/** How it ended. */
export interface ProgramEnd {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
  readonly ended:
    'by itself' | 'too long' | 'too much output' | 'too much written' | 'too many processes'
}

/**
 * Beside the program waits a shell until descriptor 3 closes, which the kernel does for a service that dies by
 * whatever means, and then ends the whole group, itself included.
 */
const GUARDED = '(read -r _; kill -KILL 0) <&3 >/dev/null 2>&1 & exec "$@" 3<&-'

const MAX_STDOUT = 64 * 1024
const MAX_STDERR = 16 * 1024

/**
 * Runs it in a process group of its own, which nothing behind the wall can leave, and ends the whole group in every
 * case: when it is over, takes too long, prints too much, writes too much into its folder or has too many processes, when
 * nobody waits for it any more, and when this process is killed.
 */
export function runProgram(program: WalledProgram): Promise<ProgramEnd> {
  const { command, cwd, env, wallSeconds, processes, left } = program
  const began = performance.now()
  const child = spawn('/bin/sh', ['-c', GUARDED, 'sh', ...command], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<ProgramEnd>()
  const stdout: Buffer[] = []
  let stdoutBytes = 0
  let stderr = Buffer.alloc(0)
  let ended: ProgramEnd['ended'] = 'by itself'

  const endGroup = () => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') reject(error as Error)
    }
  }
  const endAs = (how: ProgramEnd['ended']) => {
    if (ended === 'by itself') ended = how
    endGroup()
  }
  const timer = setTimeout(() => endAs('too long'), wallSeconds * 1000)
  const watches = [watchFolder(cwd, () => endAs('too much written'))]
  if (child.pid !== undefined)
    watches.push(processes.watch(child.pid, () => endAs('too many processes')))
  if (left?.aborted) endGroup()
  left?.addEventListener('abort', endGroup, { once: true })
  const stop = () => {
    clearTimeout(timer)
    for (const watch of watches) watch[Symbol.dispose]()
    left?.removeEventListener('abort', endGroup)
  }
  child.stdout?.on('data', (chunk: Buffer) => {
    stdoutBytes += chunk.length
    if (stdoutBytes <= MAX_STDOUT) stdout.push(chunk)
    else if (ended === 'by itself') endAs('too much output')
  })
  // The end of what it complained about is what tells the reason.
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-MAX_STDERR)
  })
  child.on('error', (error) => {
    stop()
    reject(error)
  })
  // The first process is over: what it left behind goes too, and its pipes close.
  child.on('exit', endGroup)
  child.on('close', (exitCode) => {
    stop()
    endGroup()
    resolve({
      exitCode,
      stdout: Buffer.concat(stdout).toString('utf8'),
      stderr: stderr.toString('utf8'),
      durationMs: performance.now() - began,
      ended,
    })
  })
  return promise
}
