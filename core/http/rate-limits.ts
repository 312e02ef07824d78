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
  /** Counts one try; false when there were too many. */
  allows(name: string, key: string, limit: RateLimit): Promise<boolean>
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
  /** Counts a try; what is said of one too many. */
  const refusalOf = async (name: string, key: string, limit: RateLimit) => {
    try {
      await limiterOf(name, limit).consume(hashKey(key))
      return undefined
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused
      if (refused.consumedPoints === limit.points + 1) await report(name, key)
      return refused
    }
  }
  return {
    async take(name, key, limit) {
      const refused = await refusalOf(name, key, limit)
      if (!refused) return
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
      throw new TooManyRequests('too_many_tries', 'There were too many tries', {
        remedy: `Try again in ${seconds} seconds.`,
        headers: { 'Retry-After': String(seconds) },
      })
    },
    allows: async (name, key, limit) => (await refusalOf(name, key, limit)) === undefined,
    async forgive(name, key, limit) {
      await limiterOf(name, limit).delete(hashKey(key))
    },
  }
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
