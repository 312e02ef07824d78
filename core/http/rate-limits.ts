import { createHash } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '../database/connect.ts'
import { TooManyRequests } from '../errors.ts'
import { audit } from '../identity/audit.ts'

/** How many tries a window of time has. */
export interface RateLimit {
  readonly points: number
  readonly seconds: number
}

/** Counts tries in PostgreSQL, so that a restart or a second process forgets none. */
export interface RateLimits {
  /** Counts one try; TooManyRequests, with Retry-After in seconds, when there were too many. */
  take(name: string, key: string, limit: RateLimit): Promise<void>
  /** Forgets the tries of a key, after a success. */
  forgive(name: string, key: string, limit: RateLimit): Promise<void>
}

/** Opens the limits in `core.rate_limit`. Keys are hashed: the table names nobody. */
export function openRateLimits(db: Database): RateLimits {
  const limiters = new Map<string, RateLimiterPostgres>()
  const limiterOf = (name: string, { points, seconds }: RateLimit) => {
    const id = `${name}/${points}/${seconds}`
    const limiter =
      limiters.get(id) ??
      new RateLimiterPostgres({
        storeClient: db.pool,
        schemaName: 'core',
        tableName: 'rate_limit',
        tableCreated: true,
        keyPrefix: name,
        points,
        duration: seconds,
      })
    limiters.set(id, limiter)
    return limiter
  }
  /** Administrators see a limit that was passed, once in its window. */
  const report = (name: string, key: string) =>
    audit(db, {
      actor: 'portal',
      action: 'limit.breached',
      subject: key.slice(0, 254),
      detail: { limit: name },
    })
  return {
    async take(name, key, limit) {
      try {
        await limiterOf(name, limit).consume(hashKey(key))
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        if (refused.consumedPoints === limit.points + 1) await report(name, key)
        const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
        throw new TooManyRequests('too_many_tries', 'There were too many tries', {
          remedy: `Try again in ${seconds} seconds.`,
          headers: { 'Retry-After': String(seconds) },
        })
      }
    },
    async forgive(name, key, limit) {
      await limiterOf(name, limit).delete(hashKey(key))
    },
  }
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
