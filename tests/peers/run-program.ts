import { spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'

/** How a program ended and what it said. */
export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a program without input to its end, whatever that is; what a signal ended has the code 1. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): Promise<Ended> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code: code ?? 1, out, err }
}
