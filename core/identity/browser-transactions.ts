import type { Context } from 'koa'
import type { z } from 'zod'
import type { Database } from '../database/connect.ts'
import { browserCookies } from '../http/browser-cookies.ts'
import { clientAddress } from '../http/client-address.ts'
import type { RateLimits } from '../http/rate-limits.ts'
import { hashOpaqueToken, makeOpaqueToken } from './opaque-token.ts'

/** Something that a browser begins and must end itself; what it carries stays on the server. */
export interface TransactionKind<Data> {
  /** In small letters and dashes; also the name of the cookie. */
  readonly purpose: string
  readonly data: z.ZodType<Data>
  readonly seconds: number
  /** Whether the end is a POST from another site, as SAML has it: such a cookie needs https. */
  readonly endsCrossSite?: boolean
}

/** What is kept of them, and for whom. */
export interface TransactionDeps {
  readonly db: Database
  readonly publicUrl: URL
  readonly rateLimits: RateLimits
}

/** Each that is begun is kept for minutes, also for a stranger: so many may an address have, an office's too. */
const perAddress = { points: 600, seconds: 600 }

export interface BrowserTransactions<Data> {
  /**
   * Remembers the data and gives the browser the only key to it; one that it had before is void. TooManyRequests for
   * an address that begins more than 600 in ten minutes.
   */
  begin(ctx: Context, data: Data): Promise<void>
  /** The data, once: undefined for another browser, a second time, and after its time. */
  take(ctx: Context): Promise<Data | undefined>
}

/**
 * Binds a flow to the browser that began it (RFC 9700 section 4.7), so that nobody can finish theirs in
 * somebody else's browser.
 */
export function browserTransactions<Data>(
  { db, publicUrl, rateLimits }: TransactionDeps,
  kind: TransactionKind<Data>,
): BrowserTransactions<Data> {
  const cookies = browserCookies(publicUrl)
  const { purpose, seconds, endsCrossSite: crossSite = false } = kind

  return {
    async begin(ctx, data) {
      await rateLimits.take(`begin-${purpose}`, clientAddress(ctx), perAddress)
      const { token, hash } = makeOpaqueToken()
      await db.pool.query('delete from core.browser_transaction where expires_at < now()')
      await db.pool.query(
        `insert into core.browser_transaction (hash, purpose, data, expires_at)
         values ($1, $2, $3, now() + make_interval(secs => $4))`,
        [hash, purpose, JSON.stringify(data), seconds],
      )
      cookies.write(ctx, purpose, token, { seconds, crossSite })
    },
    async take(ctx) {
      const token = cookies.read(ctx, purpose)
      if (token === undefined) return undefined
      cookies.write(ctx, purpose, null, { crossSite })
      const { rows } = await db.pool.query<{ data: unknown; good: boolean }>(
        `delete from core.browser_transaction where hash = $1 and purpose = $2
         returning data, expires_at > now() as good`,
        [hashOpaqueToken(token), purpose],
      )
      return rows[0]?.good ? kind.data.parse(rows[0].data) : undefined
    },
  }
}

/** Whether a statement that may count once is seen for the first time; it is remembered until it expires. */
export async function isFirstUse(
  db: Database,
  statement: string,
  expiresAt: Date,
): Promise<boolean> {
  await db.pool.query('delete from core.used_statement where expires_at < now()')
  const { rowCount } = await db.pool.query(
    `insert into core.used_statement (hash, expires_at) values ($1, $2) on conflict do nothing`,
    [hashOpaqueToken(statement), expiresAt],
  )
  return rowCount === 1
}
