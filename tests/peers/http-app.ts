import { Writable } from 'node:stream'
import { Registry } from 'prom-client'
import { createHttpApp, type HttpAppOptions } from '#core/http/app.ts'
import { listen } from '#core/http/server.ts'
import { createLog } from '#core/log.ts'

/** The HTTP kernel on a loopback port, with what it logged. */
export interface TestHttpApp {
  readonly url: string
  readonly metrics: Registry
  /** The lines of the log so far; those of requests are complete once it is closed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

/** Starts the kernel with what a test gives it. */
export async function openHttpApp(options: Partial<HttpAppOptions>): Promise<TestHttpApp> {
  const lines: Record<string, unknown>[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().trimEnd().split('\n')) {
        lines.push(JSON.parse(line) as Record<string, unknown>)
      }
      done()
    },
  })
  const metrics = new Registry()
  const log = createLog('debug', destination)
  const app = createHttpApp({ service: 'tested', log, metrics, ...options })
  const server = await listen(app.callback(), { host: '127.0.0.1', port: 0 })
  return { url: server.url, metrics, lines, close: server.close }
}
