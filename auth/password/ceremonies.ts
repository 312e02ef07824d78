import type { Context } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { browserCookies } from '#core/http/browser-cookies.ts'
import { hashOpaqueToken, makeOpaqueToken } from '#core/identity/opaque-token.ts'

/** What a browser can be in the middle of. */
export type Purpose = 'code' | 'passkey-add' | 'passkey-sign-in'

/** What is remembered of it: whose it is, and what an authenticator was asked to sign. */
export interface Ceremony {
  readonly personId: string | null
  readonly challenge: string | null
}

/** Steps that end in a later request of the same browser, which holds a cookie for each. */
export interface Ceremonies {
  begin(ctx: Context, purpose: Purpose, ceremony: Partial<Ceremony>): Promise<void>
  /** What this browser has begun and not ended, within ten minutes. */
  current(ctx: Context, purpose: Purpose): Promise<Ceremony | undefined>
  /** The same, which is over then: of two requests at the same moment one gets undefined. */
  finish(ctx: Context, purpose: Purpose): Promise<Ceremony | undefined>
}

const SECONDS = 600

/** What they remember is in the database; the browser has only the key to it. */
export function openCeremonies(db: Database, publicUrl: URL): Ceremonies {
  const cookies = browserCookies(publicUrl)
  const nameOf = (purpose: Purpose) => `password-${purpose}`
  const keyOf = (ctx: Context, purpose: Purpose) => [
    hashOpaqueToken(cookies.read(ctx, nameOf(purpose)) ?? ''),
    purpose,
  ]
  return {
    async begin(ctx, purpose, { personId = null, challenge = null }) {
      const { token, hash } = makeOpaqueToken()
      await db.pool.query('delete from auth_password.ceremony where expires_at < now()')
      await db.pool.query(
        `insert into auth_password.ceremony (hash, purpose, person_id, challenge, expires_at)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
        [hash, purpose, personId, challenge, SECONDS],
      )
      cookies.write(ctx, nameOf(purpose), token, { seconds: SECONDS })
    },
    async current(ctx, purpose) {
      const { rows } = await db.pool.query<Ceremony>(
        `select person_id as "personId", challenge from auth_password.ceremony
         where hash = $1 and purpose = $2 and expires_at > now()`,
        keyOf(ctx, purpose),
      )
      return rows[0]
    },
    async finish(ctx, purpose) {
      const { rows } = await db.pool.query<Ceremony>(
        `delete from auth_password.ceremony where hash = $1 and purpose = $2 and expires_at > now()
         returning person_id as "personId", challenge`,
        keyOf(ctx, purpose),
      )
      cookies.write(ctx, nameOf(purpose), null)
      return rows[0]
    },
  }
}

/** Ends what a person is in the middle of: a password that was right before must not finish now. */
export async function endCeremoniesOf(db: Database, personId: string): Promise<void> {
  await db.pool.query('delete from auth_password.ceremony where person_id = $1', [personId])
}
