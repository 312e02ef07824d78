import { hash, parseOptions, verify } from '@node-rs/argon2'
import { Unavailable } from '#core/errors.ts'

/**
 * Cost of a hash: 64 MiB and three passes, as the second choice of RFC 9106 (section 4) and as the
 * original's hashes, so that the time does not tell an account that was taken over. One lane instead of
 * its four: lanes compete with everything else for the processor, and the slowest logins took twice as long.
 */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const

/** The hash of a random value that nobody has kept, made with the same cost. */
const decoy =
  '$argon2id$v=19$m=65536,t=3,p=1$mK2b1M3Kr4uoR+mdSxaTwQ$HXWbA2GuZF7WJOZ7qF5a3KyErQPsbzsYhaeNM9++iro'

/** What checking a stored hash may take: a GiB of memory, and four passes over it. More would stop all other logins. */
const mostMemory = 1_048_576
const mostWork = 4 * mostMemory

const atOnce = 2
const waitingAtMost = 50

/** Makes and checks Argon2id hashes, few at a time, so that a storm of logins cannot take all memory. */
export interface PasswordHashing {
  hash(password: string): Promise<string>
  /**
   * Whether the password belongs to the hash. Without a hash the same work is done for nothing, so that
   * the time does not tell whether an account exists; a damaged hash, or one of absurd cost, is simply not matched.
   */
  verify(hash: string | undefined, password: string): Promise<boolean>
}

export function createPasswordHashing(): PasswordHashing {
  const limited = limitConcurrency()
  return {
    hash: (password) => limited(() => hash(password, cost)),
    verify: (stored, password) =>
      limited(async () => {
        const readable = stored !== undefined && isReadableHash(stored)
        const against = readable ? stored : decoy
        return (await verify(against, password)) && readable
      }),
  }
}

/** Whether a hash was made with less work than is usual now, or otherwise, and should be made again. */
export function needsRenewal(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored)
  return (
    !stored.startsWith('$argon2id$v=19$') ||
    memoryCost < cost.memoryCost ||
    timeCost < cost.timeCost ||
    parallelism !== cost.parallelism
  )
}

/** Whether a text is an Argon2 hash, as a PHC string, that a password can be checked against here. */
export function isReadableHash(stored: string): boolean {
  try {
    const { memoryCost, timeCost } = parseOptions(stored)
    return memoryCost <= mostMemory && memoryCost * timeCost <= mostWork
  } catch {
    // The library's only way to say that this is no hash.
    return false
  }
}

function limitConcurrency(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) throw busy()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

function busy(): Unavailable {
  return new Unavailable('too_many_logins', 'Too many people are signing in at this moment.', {
    remedy: 'Try again in a few seconds.',
    headers: { 'retry-after': '5' },
  })
}
