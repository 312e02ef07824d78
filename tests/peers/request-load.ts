import { Agent, request } from 'node:http'

/** What people got who kept asking; an answer of 500 and above, or none, counts as failed. */
export interface LoadResult {
  readonly requests: number
  readonly failed: number
  readonly slowestMs: number
  /** How often, by path and what came back: the status, and of a failure what it said. */
  readonly answers: Readonly<Record<string, number>>
}

/** One person for each path who asks, about ten times a second if nothing else is said, until stopped. */
export function startLoad(
  base: string,
  paths: readonly string[],
  pauseMs = 100,
): { stop(): Promise<LoadResult> } {
  const agent = new Agent({ keepAlive: true })
  const answers: Record<string, number> = {}
  let [requests, failed, slowest, ended] = [0, 0, 0, false]

  const ask = (path: string, again = false) =>
    new Promise<string>((resolve) => {
      // Other idle connections may have ended with the first: the second time it goes on a new one.
      const on = again ? { agent: false } : { agent }
      const sent = request(base + path, { ...on, timeout: 60_000 }, (answer) => {
        const { statusCode = 0 } = answer
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => {
          // What a failed answer says tells why; the others are counted alone.
          if (statusCode >= 500 && text.length < 2000) text += part
        })
        answer.on('error', ({ message }) => resolve(message))
        answer.on('end', () => resolve(`${statusCode} ${text}`.trim()))
      })
      sent.on('error', ({ message, code }: NodeJS.ErrnoException) => {
        // A server may end an idle connection at any time, as one does that reads other routes. Whoever has just sent
        // a request on it sends it once more, as browsers do (RFC 9112 9.3.1).
        const idle = sent.reusedSocket && code === 'ECONNRESET' && !again
        resolve(
          idle
            ? ask(path, true)
            : `${message}, on ${sent.reusedSocket ? 'an old' : 'a new'} connection`,
        )
      })
      sent.end()
    })
  const people = paths.map(async (path) => {
    while (!ended) {
      const began = performance.now()
      const said = await ask(path)
      slowest = Math.max(slowest, performance.now() - began)
      requests += 1
      if (!/^[1-4]\d\d$/.test(said)) failed += 1
      answers[`${path}: ${said}`] = (answers[`${path}: ${said}`] ?? 0) + 1
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  })
  return {
    async stop() {
      ended = true
      await Promise.all(people)
      agent.destroy()
      return { requests, failed, slowestMs: Math.round(slowest), answers }
    },
  }
}

// As a program: `[LOAD_PAUSE_MS=…] request-load.ts URL PATH...` until SIGTERM, then one line of JSON.
if (import.meta.main) {
  const [base = '', ...paths] = process.argv.slice(2)
  const load = startLoad(base, paths, Number(process.env['LOAD_PAUSE_MS'] ?? 100))
  process.once(
    'SIGTERM',
    () => void load.stop().then((result) => console.log(JSON.stringify(result))),
  )
}
