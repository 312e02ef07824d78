import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../errors.ts'

/** Whether the service of this container or unit answers /ready with 200, and what it says. */
async function ask(url: string): Promise<{ readonly well: boolean; readonly text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(4000) })
    return { well: response.ok, text: (await response.text()).slice(0, 500) }
  } catch (error) {
    return { well: false, text: messageOf(error) }
  }
}

/**
 * The health check of a container or a unit, as a program: exits 0 when its service is well, at once or,
 * as `check-health.ts SECONDS`, as soon as it is within that time. It needs nothing but Node, which every
 * image has.
 */
if (import.meta.main) {
  const { HOST: host, PORT: port = '8080' } = process.env
  const url = `http://${!host || host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/ready`
  const end = performance.now() + 1000 * Number(process.argv[2] ?? 0)
  let answer = await ask(url)
  while (!answer.well && performance.now() < end) {
    await sleep(250)
    answer = await ask(url)
  }
  console[answer.well ? 'log' : 'error'](answer.text)
  process.exitCode = answer.well ? 0 : 1
}
