import type { Context } from 'koa'
import { z } from 'zod'
import type { AuthContext } from '#core/auth.ts'
import { browserTransactions } from '#core/identity/browser-transactions.ts'
import { hashOpaqueToken, makeOpaqueToken } from '#core/identity/opaque-token.ts'

export const LINK_MINUTES = 15

const asked = z.object({ id: z.string() })

/**
 * Links that were asked for. The browser has a key of its own, the mail has the token: only both together
 * sign in, once. A browser that asked for an address that may not enter gets the same.
 */
export function askedLinks(context: Pick<AuthContext, 'db' | 'publicUrl' | 'rateLimits'>) {
  const { db } = context
  const browsers = browserTransactions(context, {
    purpose: 'magic-link',
    data: asked,
    seconds: LINK_MINUTES * 60,
  })

  return {
    /** Binds the browser; the token is for the mail, and is of no use where none is sent. */
    async begin(
      ctx: Context,
    ): Promise<{ readonly token: string; store(email: string): Promise<void> }> {
      const { token, hash } = makeOpaqueToken()
      const id = hash.toString('hex')
      await browsers.begin(ctx, { id })
      return {
        token,
        async store(email) {
          await db.pool.query('delete from auth_magic_link.link where expires_at < now()')
          await db.pool.query(
            `insert into auth_magic_link.link (hash, email, expires_at)
             values ($1, $2, now() + make_interval(mins => $3))`,
            [hash, email, LINK_MINUTES],
          )
        },
      }
    },
    /** Whether a token is good, without using it up. */
    async isGood(token: string): Promise<boolean> {
      const { rowCount } = await db.pool.query(
        'select from auth_magic_link.link where hash = $1 and expires_at > now()',
        [hashOpaqueToken(token)],
      )
      return rowCount === 1
    },
    /** The address of a good token that this browser asked for; both are used up, whatever comes of it. */
    async take(ctx: Context, token: string): Promise<string | undefined> {
      const begun = await browsers.take(ctx)
      const hash = hashOpaqueToken(token)
      if (begun?.id !== hash.toString('hex')) return undefined
      const { rows } = await db.pool.query<{ email: string; good: boolean }>(
        'delete from auth_magic_link.link where hash = $1 returning email, expires_at > now() as good',
        [hash],
      )
      return rows[0]?.good ? rows[0].email : undefined
    },
  }
}
