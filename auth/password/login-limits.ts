import type { RateLimit, RateLimits } from '#core/http/rate-limits.ts'

const perAddress: RateLimit = { points: 60, seconds: 900 }
const perAccount: RateLimit = { points: 20, seconds: 900 }
const perPair: RateLimit = { points: 6, seconds: 900 }

/** Who tries to sign in from where. */
export interface LoginTry {
  readonly email: string
  readonly address: string
  /** Whether the account has signed in from this address before. */
  readonly knownAddress: boolean
}

/**
 * Counts a try by address, account and both. From an address that the account is known at, only that
 * pair counts, so that strangers cannot lock a person out. Throws TooManyRequests.
 */
export async function countTry(limits: RateLimits, tried: LoginTry): Promise<void> {
  const { email, address, knownAddress } = tried
  await limits.take('password-pair', `${email} ${address}`, perPair)
  if (knownAddress) return
  await limits.take('password-address', address, perAddress)
  await limits.take('password-account', email, perAccount)
}

/** Forgets the tries of the pair after a success. */
export async function forgiveTries(
  limits: RateLimits,
  { email, address }: LoginTry,
): Promise<void> {
  await limits.forgive('password-pair', `${email} ${address}`, perPair)
}
