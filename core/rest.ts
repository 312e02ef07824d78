import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves after a time, or as soon as the signal ends it. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

/** What rests until there is something to do. */
export interface Sleeper {
  /** Ends the rest; the next one, when none is under way. */
  wake(): void
  rest(ms: number, signal: AbortSignal): Promise<void>
}

export function openSleeper(): Sleeper {
  let woken = Promise.withResolvers<void>()
  return {
    wake: () => woken.resolve(),
    async rest(ms, signal) {
      const over = new AbortController()
      await Promise.race([rest(ms, AbortSignal.any([signal, over.signal])), woken.promise])
      over.abort()
      woken = Promise.withResolvers()
    },
  }
}
