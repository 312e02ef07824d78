import { PassThrough, Readable } from 'node:stream'
import type { Io } from '../../scripts/analyst/io.ts'
import { runAnalyst } from '../../scripts/analyst/run-analyst.ts'
import { checkout, type AnalystRun } from './analyst.ts'

/** An Io whose output is kept, for calls inside this process. */
export interface MemoryIo extends Io {
  readonly out: () => string
  readonly err: () => string
}

export function memoryIo(over: Partial<Io> = {}, stdin = ''): MemoryIo {
  const collect = () => {
    const stream = new PassThrough()
    let text = ''
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    return { stream, text: () => text + String(stream.read() ?? '') }
  }
  const [stdout, stderr] = [collect(), collect()]
  return {
    stdin: Readable.from([stdin]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    cwd: '/',
    token: undefined,
    program: [process.execPath, checkout],
    claudeDir: '/nowhere',
    userDataDir: '/nowhere',
    openBrowser: undefined,
    signal: new AbortController().signal,
    out: stdout.text,
    err: stderr.text,
    ...over,
  }
}

/** Runs `analyst` inside this process, with `dir` as the current folder. */
export async function runInFolder(
  dir: string,
  args: readonly string[],
  { token, stdin, ...over }: Partial<Omit<Io, 'stdin'>> & { readonly stdin?: string } = {},
): Promise<AnalystRun> {
  const io = memoryIo({ ...over, cwd: dir, token }, stdin)
  const code = await runAnalyst(args, io)
  await new Promise(setImmediate)
  return { code, stdout: io.out(), stderr: io.err() }
}
