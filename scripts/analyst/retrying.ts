import { setTimeout as sleep } from 'node:timers/promises'
import { TransferError } from './transfer-error.ts'

/** How often and how slowly; the wait doubles from `firstMs` and is drawn at random below that. */
export interface RetryPolicy {
  readonly attempts: number
  readonly firstMs: number
  readonly longestMs: number
}

export const defaultRetries: RetryPolicy = { attempts: 6, firstMs: 500, longestMs: 60_000 }

/** Runs `work` until it succeeds; only a TransferError is tried again, and Retry-After is honoured. */
export async function retrying<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal,
  policy: RetryPolicy = defaultRetries,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof TransferError) || attempt >= policy.attempts) throw error
      await sleep(waitMs(attempt, error.retryAfterMs, policy), undefined, { signal })
    }
  }
}

/** How long to wait after a failed attempt (the first is 1). A server’s wish is a lower bound. */
export function waitMs(
  attempt: number,
  wished: number | undefined,
  policy: RetryPolicy,
  random: () => number = Math.random,
): number {
  const drawn = random() * policy.firstMs * 2 ** (attempt - 1)
  return Math.min(policy.longestMs, Math.max(drawn, wished ?? 0))
}
