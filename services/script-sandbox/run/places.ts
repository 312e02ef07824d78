import { TooManyRequests, Unavailable } from '#core/errors.ts'

const AT_ONCE = 4
const WAITING_AT_MOST = 100

/** Places for runs: one a person, four at once, and a queue that does not grow without end. */
export interface Places {
  /** Waits for a place; what it returns gives it back. */
  take(owner: string): Promise<() => void>
}

export function openPlaces(): Places {
  const owners = new Set<string>()
  const waiting: (() => void)[] = []
  let running = 0

  return {
    async take(owner) {
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
      owners.add(owner)
      if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
      else running += 1
      return () => {
        owners.delete(owner)
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}
