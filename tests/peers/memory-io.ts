import { PassThrough, Readable } from 'node:stream'
import type { Io } from '../../scripts/analyst/io.ts'

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
    userDataDir: '/nowhere',
    signal: new AbortController().signal,
    out: stdout.text,
    err: stderr.text,
    ...over,
  }
}
