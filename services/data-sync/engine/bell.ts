/** Wakes everyone who waits for the next ring; ask for `next` before looking for work. */
export interface Bell {
  ring(): void
  next(): Promise<void>
}

export function createBell(): Bell {
  let { promise, resolve } = Promise.withResolvers<void>()
  return {
    ring() {
      resolve()
      ;({ promise, resolve } = Promise.withResolvers<void>())
    },
    next: () => promise,
  }
}

/** Resolves after `ms` milliseconds, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
