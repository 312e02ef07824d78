import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../errors.ts'

interface Answer {
  readonly well: boolean
  readonly text: string
}

/** Whether what answers at a host and port, or at a socket, says 200 to /ready, and what it says. */
function ask(
  at: { readonly host: string; readonly port: string } | { readonly socketPath: string },
) {
  return new Promise<Answer>((resolve) => {
    const failed = (error: unknown) => resolve({ well: false, text: messageOf(error) })
    const asked = request(
      { ...at, path: '/ready', agent: false, signal: AbortSignal.timeout(4000) },
      (response) => {
        const well = response.statusCode === 200
        text(response).then((said) => resolve({ well, text: said.slice(0, 500) }), failed)
      },
    )
    asked.on('error', failed)
    asked.end()
  })
}

/**
 * The health check of a container or a unit, as a program: exits 0 when its service is well, at once or,
 * as `check-health.ts SECONDS [SOCKET]`, as soon as it is within that time. It needs nothing but Node, which
 * every image has.
 */
if (import.meta.main) {
  const { HOST: host, PORT: port = '8080' } = process.env
  const [seconds = '0', socketPath] = process.argv.slice(2)
  const at = socketPath
    ? { socketPath }
    : { host: !host || host === '0.0.0.0' ? '127.0.0.1' : host, port }
  const end = performance.now() + 1000 * Number(seconds)
  let answer = await ask(at)
  while (!answer.well && performance.now() < end) {
    await sleep(250)
    answer = await ask(at)
  }
  console[answer.well ? 'log' : 'error'](answer.text)
  process.exitCode = answer.well ? 0 : 1
}
