import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until something is there, and resolves with it. It is asked again and again for two minutes, since a
 * busy machine is slow and a wait costs nothing when all is well; then it fails and says what was awaited:
 * the condition's own text, or better words for it.
 */
export async function until<T>(
  look: () => T | Promise<T>,
  what: string | (() => string) = String(look),
): Promise<Exclude<T, false | undefined | null | '' | 0 | void>> {
  const deadline = performance.now() + 120_000
  for (let pause = 5; ; pause = Math.min(pause * 1.2, 100)) {
    const found = await look()
    if (found) return found as Exclude<T, false | undefined | null | '' | 0 | void>
    if (performance.now() > deadline) {
      throw new Error(`it did not happen: ${typeof what === 'string' ? what : what()}`)
    }
    await sleep(pause)
  }
}
