import { messageOf } from '../errors.ts'

/**
 * The health check of a container, as a program: exits 0 when the service of this container answers
 * /ready with 200. It needs nothing but Node, which every image has.
 */
if (import.meta.main) {
  try {
    const response = await fetch(`http://127.0.0.1:${process.env['PORT'] ?? 8080}/ready`, {
      signal: AbortSignal.timeout(4000),
    })
    console.log((await response.text()).slice(0, 500))
    process.exitCode = response.ok ? 0 : 1
  } catch (error) {
    console.error(messageOf(error))
    process.exitCode = 1
  }
}
