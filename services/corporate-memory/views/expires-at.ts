import type { ItemView } from './item-view.ts'

const DAY_MS = 86_400_000
/** Reviewers are told so long before. */
const SOON_DAYS = 30

/** What the days until an item expires are reckoned by. */
export interface Expiry {
  /** Days after which what nobody confirmed expires; 0: never. */
  readonly expireDays: number
  readonly now: Date
}

/** When an item expires unless it is confirmed; undefined for what does not. */
export function expiresAt(
  { status, acceptedAt }: Pick<ItemView, 'status' | 'acceptedAt'>,
  expireDays: number,
): Date | undefined {
  if (status !== 'accepted' || !acceptedAt || expireDays <= 0) return undefined
  return new Date(acceptedAt.getTime() + expireDays * DAY_MS)
}

/** Whether somebody should confirm an item in the next weeks. */
export function expiresSoon(
  item: Pick<ItemView, 'status' | 'acceptedAt'>,
  { expireDays, now }: Expiry,
): boolean {
  const at = expiresAt(item, expireDays)
  return at !== undefined && at.getTime() - now.getTime() < SOON_DAYS * DAY_MS
}
