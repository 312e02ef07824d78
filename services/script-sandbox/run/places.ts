import { TooManyRequests, Unavailable } from '#core/errors.ts'

const AT_ONCE = 4
const WAITING_AT_MOST = 100

/** Places for runs: one a person, four at once, and a queue that does not grow without end. */
export interface Places {
  /** Waits for a place; what it returns gives it back. Rejects when the asker has `left` before there was one. */
  take(owner: string, left?: AbortSignal): Promise<() => void>
}

export function openPlaces(): Places {
  const owners = new Set<string>()
  const waiting: (() => void)[] = []
  let running = 0

  function aPlace(left: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = () => {
      waiting.splice(waiting.indexOf(come), 1)
      reject(left?.reason as Error)
    }
    const come = () => {
      left?.removeEventListener('abort', leave)
      resolve()
    }
    waiting.push(come)
    left?.addEventListener('abort', leave, { once: true })
    return promise
  }

  return {
    async take(owner, left) {
      if (owners.has(owner)) {
        throw new TooManyRequests('run_under_way', 'A script of this person is running', {
          remedy: 'One runs at a time: try again in a minute.',
        })
      }
      if (waiting.length >= WAITING_AT_MOST) {
        throw new Unavailable('sandbox_busy', 'Too many scripts wait to be run', {
          remedy: 'Try again in a minute.',
        })
      }
      left?.throwIfAborted()
      owners.add(owner)
      if (running < AT_ONCE) running += 1
      else
        await aPlace(left).catch((error: unknown) => {
          owners.delete(owner)
          throw error
        })
      return () => {
        owners.delete(owner)
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}
